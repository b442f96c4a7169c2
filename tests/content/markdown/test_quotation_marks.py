"""The marks that `<q>` is shown with are those of Unicode's CLDR, which Qt has."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from hkviewer.content.markdown.quotation_marks import quotation_marks

_LANGUAGES = """
    af am ar az be bg bn br bs ca cs cy da de de-AT dsb el en en-GB eo es es-MX et eu fa fi fil fo
    fr fr-BE fr-CA fr-CH ga gl gsw gu he hi hr hsb hu hy id is it it-CH ja ka kk kl km kn ko ky lb
    lo lt lv mk ml mn mr ms mt my nb ne nl nn or pa pl ps pt pt-BR pt-PT rm ro ru sc sd si sk sl so
    sq sr sv sw ta te th tk tr ug uk ur uz vi yi zh zh-Hant zh-HK zh-TW zu
""".split()


def test_they_are_those_of_unicodes_data() -> None:
    def of_qt(language: str) -> str:
        locale = QLocale(language)
        styles = (QLocale.QuotationStyle.StandardQuotation, QLocale.QuotationStyle.AlternateQuotation)
        return "".join(locale.quoteString("", style) for style in styles)

    different = {name: of_qt(name) for name in _LANGUAGES if of_qt(name) != quotation_marks(name)}
    assert different == {}
