"""What a figure counts: currencies and units, each with all that it may be called in a text.

A form is the tokens that follow each other in a stream: ("us", "$"), ("square", "miles").
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hkviewer.search.text.tokens import is_sign

Form = tuple[str, ...]

# Code (and other codes), sign, letters before the sign, names, and whose it is, folded; - for none.
_CURRENCIES = """
    usd          $ us                 dollar,dollars          us,american,united-states
    hkd          $ hk                 dollar,dollars          hong-kong,hk
    cad          $ c,ca,can,cdn       dollar,dollars          canadian,canada
    aud          $ a,au,aus           dollar,dollars          australian,australia
    nzd          $ nz                 dollar,dollars          new-zealand
    sgd          $ s,sg               dollar,dollars          singapore,singaporean
    twd,ntd      $ nt                 dollar,dollars          taiwan,new-taiwan
    bsd          $ b                  dollar,dollars          bahamian
    bbd          $ bds                dollar,dollars          barbadian,barbados
    bzd          $ bz                 dollar,dollars          belize,belizean
    bnd          $ bn                 dollar,dollars          brunei
    fjd          $ fj                 dollar,dollars          fijian,fiji
    gyd          $ gy                 dollar,dollars          guyanese
    jmd          $ j                  dollar,dollars          jamaican
    kyd          $ ci                 dollar,dollars          cayman-islands
    lrd          $ l                  dollar,dollars          liberian
    nad          $ n                  dollar,dollars          namibian
    ttd          $ tt                 dollar,dollars          trinidad-and-tobago
    xcd          $ ec                 dollar,dollars          east-caribbean
    eur          € -                  euro,euros              -
    gbp          £ -                  pound,pounds            british,uk,sterling
    egp          £ e                  pound,pounds            egyptian
    jpy          ¥ jp                 yen                     japanese
    cny,rmb,cnh  ¥ cn,rmb             yuan,renminbi           chinese
    inr,rs       ₹ -                  rupee,rupees            indian
    pkr          - -                  rupee,rupees            pakistani
    lkr          - -                  rupee,rupees            sri-lankan
    krw          ₩ -                  won                     south-korean,korean
    chf,sfr      - -                  franc,francs            swiss
    xaf,xof,cfa  - -                  franc,francs            cfa
    rub          ₽ -                  ruble,rubles,rouble,roubles russian
    uah          ₴ -                  hryvnia,hryvnias        ukrainian
    try          ₺ -                  lira,liras              turkish
    ils,nis      ₪ -                  shekel,shekels          israeli,new-israeli
    vnd          ₫ -                  dong                    vietnamese
    thb          ฿ -                  baht                    thai
    php          ₱ -                  peso,pesos              philippine
    mxn          $ mx                 peso,pesos              mexican
    cop          $ col                peso,pesos              colombian
    ars          $ ar                 peso,pesos              argentine
    clp          $ -                  peso,pesos              chilean
    brl          $ r                  real,reais              brazilian
    ngn          ₦ -                  naira                   nigerian
    kes,ksh      - -                  shilling,shillings      kenyan
    tzs          - -                  shilling,shillings      tanzanian
    ugx          - -                  shilling,shillings      ugandan
    zar          - -                  rand                    south-african
    sek          - -                  krona,kronor            swedish
    nok          - -                  krone,kroner            norwegian
    dkk          - -                  krone,kroner            danish
    isk          - -                  krona,kronur            icelandic
    pln          - -                  zloty,zlotys            polish
    czk          - -                  koruna,korunas          czech
    huf          - -                  forint,forints          hungarian
    idr,rp       - -                  rupiah                  indonesian
    myr,rm       - -                  ringgit                 malaysian
    mop,patacas  $ mop                pataca                  macanese,macau
    sar          - -                  riyal,riyals            saudi
    aed          - -                  dirham,dirhams          emirati,uae
"""
# Name, then the other names; of those before the bar also squares and cubes are counted.
_LENGTHS = """
    km kms kilometer kilometers kilometre kilometres
    m meter meters metre metres
    cm centimeter centimeters centimetre centimetres
    mm millimeter millimeters millimetre millimetres
    mi mile miles
    ft foot feet
    yd yard yards
    in inch inches
"""
_UNITS = """
    ha hectare hectares
    nm nmi nautical-mile nautical-miles
    kg kilogram kilograms kilogramme kilogrammes
    g gram grams gramme grammes
    t tonne tonnes metric-ton metric-tons
    l liter liters litre litres
    lb lbs
    bbl barrel barrels
    kw kilowatt kilowatts
    mw megawatt megawatts
    gw gigawatt gigawatts
    kwh kilowatt-hour kilowatt-hours
    mwh megawatt-hour megawatt-hours
    gwh gigawatt-hour gigawatt-hours
    mph miles-per-hour
    kmh km-h kph
    % percent per-cent pct
"""
# Symbols without another name, as texts of fact sheets use them, with those of the SI brochure.
_SYMBOLS = "mg mt kt oz ml kb mb gb tb w tw wh twh hz khz mhz ghz kv v c f am pm hr hrs min sec"
_AREA, _VOLUME = (("sq", "square"), "2"), (("cu", "cubic"), "3")
_HOME = "usd"
"""Whose dollars a text means that says nothing else: HK$31 does not find $31."""
_ALSO_WORDS = frozenset(
    "cop dong mop php pound pounds rand real reais rub sar sek rm rp rs try won yen".split()
)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure may count.

    Attributes:
        name: "usd", "$" for any dollar, "km2".
        before, after: what stands before or behind the figure.
        not_behind: what may not stand before a sign, as it makes it another currency's.
        is_currency: it is money, so that m is million.
    """

    name: str
    before: tuple[Form, ...]
    after: tuple[Form, ...]
    not_behind: tuple[str, ...] = ()
    is_currency: bool = False


@dataclass(frozen=True, slots=True)
class _Currency:
    codes: tuple[str, ...]
    sign: str
    letters: tuple[str, ...]
    names: tuple[str, ...]
    owners: tuple[Form, ...]

    @property
    def is_plain(self) -> bool:
        """Whether its sign alone, without letters, is likely to mean it."""
        return self.sign != "$" or "dollar" in self.names

    @property
    def own_before(self) -> list[Form]:
        """What stands before a figure in this currency and in no other."""
        signs = [(letters, self.sign) for letters in self.letters] if self.sign else []
        return [*signs, *((code,) for code in self.codes)]

    @property
    def own_after(self) -> list[Form]:
        """What stands behind a figure in this currency and in no other."""
        sterling = [(name, *owner) for owner in self.owners if owner == ("sterling",) for name in self.names]
        named = [(*owner, name) for owner in self.owners for name in self.names]
        return [*sterling, *named, *self.own_before]


def measure(name: str) -> Measure:
    """The measure of that name; one that is not in the tables is called nothing else."""
    return _measures().get(name) or Measure(name, (), ((name,),))


def ends_with_measure(words: Sequence[str], start: int, *, half_typed: bool = False) -> tuple[int, str]:
    """How many of `words` from `start` on name what the figure before them counts, and its name.

    Args:
        words: tokens.
        start: where the figure has ended.
        half_typed: the last word may go on.
    """
    return _longest(words, start, _after(), half_typed=half_typed)


def begins_with_currency(words: Sequence[str], start: int) -> tuple[int, str]:
    """How many of `words` from `start` on name the currency of the figure behind them, and its name."""
    return _longest(words, start, _before(), half_typed=False)


def pattern(forms: Iterable[Form], not_behind: Sequence[str] = ()) -> str:
    """A regular expression for any of several forms in a stream; for none one that matches nothing."""
    spelt = [_spelt(form, not_behind) for form in forms]
    return "(?:" + ("|".join(sorted(dict.fromkeys(spelt), key=len, reverse=True)) or "(?!)") + ")"


def is_area_or_volume(name: str) -> bool:
    """Whether a unit is a square or a cube: such a one is read without a figure, too."""
    return len(name) > 1 and name[-1] in "23"


def is_also_word(form: Form) -> bool:
    """Whether what names a currency may also be another word, as pounds and won are."""
    return len(form) == 1 and form[0] in _ALSO_WORDS


def _spelt(form: Form, not_behind: Sequence[str]) -> str:
    first, *rest = form
    if rest and is_sign(rest[0]):  # one letter and a sign are a currency only without a blank between
        return re.escape(first) + ("- " if len(first) == 1 else "-? ") + re.escape(rest[0])
    if not rest and is_sign(first) and first != "%":
        sign = re.escape(first)
        return sign + "".join(f"(?<! {letters}- {sign})" for letters in not_behind)  # most words are no sign
    power = "- " if form[-1].isdigit() else "-? "  # km², not km 2
    return power.join(map(re.escape, form))


def _longest(
    words: Sequence[str], start: int, known: Mapping[Form, str], *, half_typed: bool
) -> tuple[int, str]:
    for length in range(min(4, len(words) - start), 0, -1):
        form = tuple(words[start : start + length])
        name = known.get(form)
        if name is None and half_typed and start + length == len(words) and not is_sign(form[-1]):
            name = next((known[other] for other in known if _begins(other, form)), None)
        if name is not None:
            return length, name
    return 0, ""


def _begins(form: Form, typed: Form) -> bool:
    return len(form) == len(typed) and form[:-1] == typed[:-1] and form[-1].startswith(typed[-1])


@functools.cache
def _measures() -> Mapping[str, Measure]:
    currencies = _currencies()
    measures = {currency.codes[0]: _specific(currency, currencies) for currency in currencies}
    for generic in {name for c in currencies for name in (c.sign, *c.names) if name}:
        sharing = [c for c in currencies if generic in (c.sign, *c.names)]
        if len(sharing) > 1:
            # The bare sign of many pesos is that of dollars; to mean any of all these helps nobody.
            measures[generic] = _generic(generic, [c for c in sharing if c.is_plain or generic != "$"])
    return measures | {name: Measure(name, (), forms) for name, forms in _units().items()}


def _specific(currency: _Currency, currencies: Sequence[_Currency]) -> Measure:
    """A currency by its own name, and by its sign or plain name where those may be its own."""
    others = [c for c in currencies if c.sign and c.sign == currency.sign and c is not currency]
    bare = currency.sign != "$" or currency.codes[0] == _HOME
    sign: list[Form] = [(currency.sign,)] if currency.sign and bare else []
    names: list[Form] = [(name,) for name in currency.names] if bare or "dollar" not in currency.names else []
    return Measure(
        currency.codes[0],
        (*currency.own_before, *sign),
        (*currency.own_after, *names, *sign),
        tuple(letters for other in others for letters in other.letters),
        is_currency=True,
    )


def _generic(name: str, sharing: Sequence[_Currency]) -> Measure:
    """Any of the currencies that share a sign or a name."""
    signs: list[Form] = [(c.sign,) for c in sharing if c.sign and c.is_plain]
    before = [form for c in sharing for form in c.own_before]
    after = [form for c in sharing for form in c.own_after]
    names = [(n,) for c in sharing for n in c.names]
    others = [c for c in _currencies() if c.sign and (c.sign,) in signs and c not in sharing]
    return Measure(
        name,
        tuple(dict.fromkeys((*before, *signs))),
        tuple(dict.fromkeys((*after, *names, *signs))),
        tuple(letters for other in others for letters in other.letters),
        is_currency=True,
    )


@functools.cache
def _currencies() -> tuple[_Currency, ...]:
    rows = [line.split() for line in _CURRENCIES.strip().splitlines()]
    return tuple(
        _Currency(
            tuple(codes.split(",")),
            sign.strip("-"),
            tuple(filter(None, letters.strip("-").split(","))),
            tuple(names.split(",")),
            tuple(tuple(owner.split("-")) for owner in owners.split(",") if owner != "-"),
        )
        for codes, sign, letters, names, owners in rows
    )


@functools.cache
def _units() -> Mapping[str, tuple[Form, ...]]:
    units: dict[str, tuple[Form, ...]] = {symbol: ((symbol,),) for symbol in _SYMBOLS.split()}
    for line in _UNITS.strip().splitlines():
        names = line.split()
        units[names[0]] = tuple(tuple(name.split("-")) for name in names)
    for line in _LENGTHS.strip().splitlines():
        names = line.split()
        if names[0] != "in":  # a figure stands before the word “in” too often
            units[names[0]] = tuple((name,) for name in names)
        for words, power in (_AREA, _VOLUME):
            spelt = tuple((word, name) for word in words for name in names)
            symbols = ((names[0] + power,), (names[0], power), (words[0] + names[0],))
            units[names[0] + power] = (*spelt, *symbols)
    return units


@functools.cache
def _before() -> Mapping[Form, str]:
    """What names a currency before a figure."""
    known: dict[Form, str] = {}
    for currency in _currencies():
        known |= dict.fromkeys(currency.own_before, currency.codes[0])
        if currency.sign:
            known[(currency.sign,)] = _shared(currency.sign, currency)
    return known


@functools.cache
def _after() -> Mapping[Form, str]:
    """What names a unit or a currency behind a figure."""
    known = {form: name for name, forms in _units().items() for form in forms}
    for currency in _currencies():
        known |= dict.fromkeys(currency.own_after, currency.codes[0])
        for name in (currency.sign, *currency.names):
            if name:
                known[(name,)] = _shared(name, currency)
    return known


def _shared(name: str, currency: _Currency) -> str:
    """What a sign or a plain name means: any currency that has it, where several have."""
    several = name in _measures()
    return name if several else currency.codes[0]
