"""`hkviewer library`, and the names of its sheets on every command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hkviewer import cli
from hkviewer.commands import library
from hkviewer.export.recipes import recipes_folder
from hkviewer.export.verification import check_process
from hkviewer.library.added import holders
from hkviewer.library.listing import look_into
from hkviewer.system import paths

Run = Callable[..., tuple[int, str, str]]
BUNDLED = "us-relations-with-hong-kong"


@pytest.fixture
def hkviewer(capsys, tmp_path, monkeypatch):
    """Run a command in a folder of its own; its exit code, output and messages."""
    (tmp_path / "at").mkdir()
    monkeypatch.chdir(tmp_path / "at")

    def call(*arguments: str) -> tuple[int, str, str]:
        return cli.main(arguments), *capsys.readouterr()

    return call


def sheet(path: Path, edition: str = "", id_: str = "trade", words: str = "Words.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    front = "".join(f"{key}: {value}\n" for key, value in (("id", id_), ("edition", edition)) if value)
    text = f"---\ntitle: Trade\npublisher: Office\n{front}---\n# Trade\n\n{words} Of {edition}.\n"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def trade(tmp_path):
    """A folder with three editions of one sheet."""
    folder = tmp_path / "sheets"
    for edition in ("2015-11-29", "2021-06", "2021-12-01"):
        sheet(folder / f"{edition}.md", edition)
    return folder


def shown(hkviewer: Run, name: str) -> str:
    code, out, _ = hkviewer("show", name)
    assert code == 0
    return out.split("Of ")[1].strip().rstrip(".")


def one_line(hkviewer: Run, *arguments: str) -> tuple[int, str]:
    code, out, err = hkviewer(*arguments)
    assert not out
    assert err.count("\n") == 1, err
    return code, err.strip()


# What was added


def test_what_is_added_is_listed_and_what_is_removed_is_not_and_no_file_is_written_to(hkviewer, trade):
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in trade.iterdir()}
    assert hkviewer("library", "add", str(trade))[:2] == (0, f"Added “{trade}”: 3 Markdown files.\n")
    code, out, err = hkviewer("library", "list", "--format", "json")
    assert (code, err) == (0, "")
    editions = [
        {"edition": date, "path": str(trade / f"{date}.md"), "state": "here"}
        for date in ("2021-12-01", "2021-06", "2015-11-29")
    ]
    values = {"id": "trade", "title": "Trade", "publisher": "Office", "editions": editions}
    assert json.loads(out) == {"sheets": [values]}
    assert "  trade@2021-06 (June 2021): " in hkviewer("library", "list")[1]
    assert hkviewer("library", "remove", str(trade))[0] == 0
    assert json.loads(hkviewer("library", "list", "--format", "json")[1]) == {"sheets": []}
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in trade.iterdir()} == before


def test_a_list_may_be_of_some_paths_alone(hkviewer, trade, tmp_path):
    other = sheet(tmp_path / "other.md", id_="other")
    hkviewer("library", "add", str(trade), str(other))
    found = json.loads(hkviewer("library", "list", str(other), "--format", "json")[1])
    assert [one["id"] for one in found["sheets"]] == ["other"]
    code, _, err = hkviewer("library", "list", "nowhere")
    assert (code, err.splitlines()[0]) == (2, "“nowhere” is not in the library.")


def test_as_many_paths_as_sheets_are_counted_and_listed_in_one_pass_over_these(
    hkviewer, tmp_path, monkeypatch
):
    files = [str(sheet(tmp_path / "many" / f"{number}.md", id_=f"s{number}")) for number in range(12)]
    looked_at: list[str] = []

    def noted(path: str) -> Iterator[str]:
        looked_at.append(path)
        return holders(path)

    monkeypatch.setattr(library, "holders", noted)
    code, out, _ = hkviewer("library", "add", *files)
    assert (code, out.count(": 1 Markdown file.")) == (0, len(files))
    assert sum(looked_at.count(file) for file in files) == len(files)
    looked_at.clear()
    code, out, _ = hkviewer("library", "list", *reversed(files))
    assert [line.split(": ")[1] for line in out.splitlines() if ": " in line] == [*reversed(files)]
    assert sum(looked_at.count(file) for file in files) == len(files)


def test_what_is_not_there_or_no_text_is_refused_and_then_nothing_is_added(hkviewer, trade, tmp_path):
    (tmp_path / "picture.md").write_bytes(b"\x89PNG\0\0")
    for wrong in ("picture.md", "nowhere", "nul\0l"):
        code, _, err = hkviewer("library", "add", str(trade), str(tmp_path / wrong))
        assert (code, err.splitlines()[1:]) == (3, ["Nothing was added."])
    assert json.loads(hkviewer("library", "list", "--format", "json")[1]) == {"sheets": []}
    assert hkviewer("library", "add")[0] == 2


def test_what_was_not_added_cannot_be_removed_and_what_was_is_named(hkviewer, trade):
    hkviewer("library", "add", str(trade))
    code, _, err = hkviewer("library", "remove", str(trade / "2021-06.md"))
    assert code == 2
    assert f"is in the library with “{trade}”" in err
    code, _, err = hkviewer("library", "remove", "elsewhere")
    assert (code, err.splitlines()[1]) == (2, f"Added are: “{trade}”.")


# Names


def test_an_id_is_its_newest_edition_and_a_date_behind_it_names_another(hkviewer, trade):
    hkviewer("library", "add", str(trade))
    assert shown(hkviewer, "trade") == "2021-12-01"
    for name, edition in (("2015", "2015-11-29"), ("2021-06", "2021-06"), ("2021-1", "2021-12-01")):
        assert shown(hkviewer, f"trade@{name}") == edition
    assert shown(hkviewer, "TRADE@2015-11-29") == "2015-11-29"


def test_a_new_edition_in_the_folder_is_the_newest_at_once(hkviewer, trade):
    hkviewer("library", "add", str(trade))
    sheet(trade / "new.md", "2022")
    assert shown(hkviewer, "trade") == "2022"


def test_a_path_that_is_there_wins(hkviewer, trade):
    hkviewer("library", "add", str(trade))
    sheet(Path("trade@2015"), "1999")
    sheet(Path("trade"), "1998")
    assert shown(hkviewer, "trade@2015") == "1999"
    assert shown(hkviewer, "trade") == "1998"
    Path("trade").unlink()
    Path("trade").mkdir()
    assert shown(hkviewer, "trade") == "2021-12-01", "a folder is no document"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("trade@2021", "“trade” has several editions that begin with “2021”: 2021-12-01, 2021-06."),
        ("trade@2019", "“trade” has no edition “2019”: it has 2021-12-01, 2021-06, 2015-11-29."),
        ("trade@", "“trade” has no edition “”: it has 2021-12-01, 2021-06, 2015-11-29."),
        ("trade@new", "“trade” has no edition “new”: it has 2021-12-01, 2021-06, 2015-11-29."),
        ("trde", f"There is no document “trde”, no file and no sheet’s id: there is trade, {BUNDLED}."),
        ("trde@2015", f"There is no document “trde”, no file and no sheet’s id: there is trade, {BUNDLED}."),
    ],
)
def test_what_names_nothing_is_one_line_that_lists_what_there_is(hkviewer, trade, name, said):
    hkviewer("library", "add", str(trade))
    assert one_line(hkviewer, "show", name) == (3, said)


@pytest.mark.parametrize("name", ["trade@2015.md", "sub/trade@2015", "a@b@2015", "trade@2015.markdown"])
def test_what_can_only_be_a_path_is_told_as_one(hkviewer, trade, name):
    hkviewer("library", "add", str(trade))
    assert f"There is no document “{name}”." in hkviewer("show", name)[2]


def test_every_command_that_takes_a_document_takes_its_name(hkviewer, trade):
    hkviewer("library", "add", str(trade))
    name = "trade@2015"
    assert hkviewer("search", "words", name)[0] == 0
    assert hkviewer("export", name, "-o", "copy.txt")[0] == 0
    assert "Of 2015-11-29." in Path("copy.txt").read_text(encoding="utf-8")
    assert hkviewer("compare", name, "trade@2021-06")[0] == 1
    assert "SHA-256 of the fact sheet" in hkviewer("verify", name)[1]


def test_the_bundled_sheet_comes_first_and_its_id_names_its_newest_edition(hkviewer, tmp_path):
    newer = sheet(tmp_path / "in" / "newer.md", "2031-01", BUNDLED)
    hkviewer("library", "add", str(newer.parent))
    assert "Of 2031-01." not in hkviewer("show")[1]
    assert shown(hkviewer, BUNDLED) == "2031-01"
    assert hkviewer("show", f"{BUNDLED}@2020")[1] == hkviewer("show")[1]
    (found,) = json.loads(hkviewer("library", "list", "--format", "json")[1])["sheets"]
    own = str(paths.content_folder() / f"{BUNDLED}.md")
    assert [edition["path"] for edition in found["editions"]] == [str(newer), own]


def test_two_files_of_one_edition_with_different_words_are_both_shown_and_told(hkviewer, trade):
    other = sheet(trade / "other.md", "2021-12-01", words="Other words.")
    code, _, err = hkviewer("library", "add", str(trade))
    said = "“trade” has 2 files of its edition 2021-12-01 with different words; none is newer: "
    assert (code, err) == (0, f"{said}“{trade / '2021-12-01.md'}”, “{other}”.\n")
    (found,) = json.loads(hkviewer("library", "list", "--format", "json")[1])["sheets"]
    assert [edition["edition"] for edition in found["editions"]][:2] == ["2021-12-01"] * 2
    for name in ("trade", "trade@2021-12"):
        code, err = one_line(hkviewer, "show", name)
        assert code == 3
        assert str(other) in err
    assert shown(hkviewer, "trade@2021-06") == "2021-06"


def test_where_the_newest_edition_is_gone_the_next_is_shown_and_told(hkviewer, trade, tmp_path):
    newest = sheet(tmp_path / "newest.md", "2026")
    hkviewer("library", "add", str(trade), str(newest))
    newest.unlink()
    code, out, err = hkviewer("show", "trade")
    assert "Of 2021-12-01." in out
    assert (code, "2026, is not there now" in err, "This is 2021-12-01" in err) == (0, True, True)
    assert one_line(hkviewer, "show", "trade@2026") == (3, f"“trade@2026” is not there now: “{newest}”.")


# Copies


def test_a_recipe_names_a_sheet_by_its_id_says_which_edition_it_took_and_follows_a_new_one(hkviewer, trade):
    hkviewer("library", "add", str(trade))
    assert hkviewer("export", "trade", "-o", "copy.txt", "--save-recipe", "weekly")[::2] == (0, "")
    (part,) = json.loads((recipes_folder() / "weekly.json").read_text(encoding="utf-8"))["parts"]
    assert (part["document"], part["edition"]) == ("trade", "2021-12-01")
    assert hkviewer("export", "--recipe", "weekly", "-o", "copy.txt")[::2] == (0, "")
    sheet(trade / "new.md", "2026")
    code, _, err = hkviewer("export", "--recipe", "weekly", "-o", "copy.txt")
    said = "“Trade” is taken in its edition 2026; the recipe was saved with 1 December 2021."
    assert (code, err) == (0, f"{said}\n")
    assert "Of 2026." in Path("copy.txt").read_text(encoding="utf-8")


def test_a_recipe_of_an_edition_that_was_named_stays_with_it_and_so_does_one_made_of_it(hkviewer, trade):
    hkviewer("library", "add", str(trade))
    hkviewer("export", "trade@2015", "-o", "copy.txt", "--save-recipe", "old")
    hkviewer("export", "--recipe", "old", "--section", "trade", "-o", "copy.txt", "--save-recipe", "older")
    for name in ("old", "older"):
        (part,) = json.loads((recipes_folder() / f"{name}.json").read_text(encoding="utf-8"))["parts"]
        assert part["document"] == "trade@2015-11-29"
        assert hkviewer("export", "--recipe", name, "-o", "copy.txt")[::2] == (0, "")
        assert "Of 2015-11-29." in Path("copy.txt").read_text(encoding="utf-8")


def test_a_recipe_names_a_file_of_the_library_by_its_id_although_it_was_given_by_its_path(hkviewer, trade):
    shutil.copy(trade / "2015-11-29.md", trade / "copy.md")
    sheet(trade / "unnamed.md", id_="")
    hkviewer("library", "add", str(trade))
    files = [str(trade / name) for name in ("2021-12-01.md", "2015-11-29.md", "copy.md", "unnamed.md")]
    hkviewer("export", *files, "-o", "copy.txt", "--save-recipe", "all")
    parts = json.loads((recipes_folder() / "all.json").read_text(encoding="utf-8"))["parts"]
    names = [part["document"] for part in parts]
    assert names == ["trade", "trade@2015-11-29", "trade@2015-11-29", str(trade / "unnamed.md")]


def test_one_copy_of_several_documents_looks_at_the_disks_once(hkviewer, trade, monkeypatch):
    hkviewer("library", "add", str(trade))
    roots: list[str] = []

    def noted(root, found, *, deep=True):
        roots.append(root)
        return look_into(root, found, deep=deep)

    monkeypatch.setattr("hkviewer.library.library.look_into", noted)
    names = ("trade", "trade@2015", "trade@2021-12-01")
    assert hkviewer("export", *names, "-o", "copy.txt", "--save-recipe", "all")[::2] == (0, "")
    assert roots.count(str(trade)) == 1
    assert hkviewer("export", "--recipe", "all", "-o", "copy.txt")[::2] == (0, "")
    assert roots.count(str(trade)) == 2


def test_a_copy_must_not_replace_a_file_of_the_library_that_it_is_made_of(hkviewer, trade):
    hkviewer("library", "add", str(trade))
    file = trade / "2021-12-01.md"
    before = file.read_bytes()
    assert hkviewer("export", "trade", "-o", str(file))[0] == 2
    assert hkviewer("compare", "trade", "-o", str(file), "--format", "text")[0] == 2
    other = trade / "2015-11-29.md"
    for arguments in (("export", "trade"), ("compare", "trade", "--format", "text")):
        code, _, err = hkviewer(*arguments, "-o", str(other))
        assert (code, "is a document in the library" in err) == (2, True), "though it is not made of it"
    assert file.read_bytes() == before


# Comparing


def test_one_name_compares_the_newest_edition_with_the_one_before(hkviewer, trade):
    hkviewer("library", "add", str(trade))
    assert hkviewer("compare", "trade")[1] == hkviewer("compare", "trade@2021-06", "trade@2021-12")[1]
    assert hkviewer("compare", "trade@2021-06")[1] == hkviewer("compare", "trade@2015", "trade@2021-06")[1]


def test_a_file_alone_is_compared_with_the_edition_before_it(hkviewer, trade, tmp_path):
    hkviewer("library", "add", str(trade))
    received = sheet(tmp_path / "received.md", "2030", words="New words.")
    assert hkviewer("compare", str(received))[1] == hkviewer("compare", "trade", str(received))[1]


def test_where_there_is_none_before_it_is_said_what_there_is(hkviewer, trade, tmp_path):
    hkviewer("library", "add", str(trade))
    code, err = one_line(hkviewer, "compare", "trade@2015")
    assert code == 2
    assert "no edition before “trade@2015-11-29”" in err
    assert "it has 2021-12-01, 2021-06, 2015-11-29" in err
    assert one_line(hkviewer, "compare", BUNDLED)[0] == 2
    assert one_line(hkviewer, "compare", str(sheet(tmp_path / "alone.md", id_="")))[0] == 2
    assert one_line(hkviewer, "compare", "trade@1")[0] == 3


def test_an_edition_before_that_is_gone_is_told_and_none_older_takes_its_place(hkviewer, trade, tmp_path):
    gone = sheet(tmp_path / "gone.md", "2021-07")
    hkviewer("library", "add", str(trade), str(gone))
    gone.unlink()
    said = f"The edition before “trade@2021-12-01” is not there now: “{gone}”."
    assert one_line(hkviewer, "compare", "trade") == (3, said)


def test_an_edition_before_of_which_there_are_two_is_told(hkviewer, trade):
    sheet(trade / "other.md", "2021-06-01")
    hkviewer("library", "add", str(trade))
    code, err = one_line(hkviewer, "compare", "trade")
    assert (code, "2 files of one edition" in err) == (2, True)


def test_what_a_copy_of_a_file_holds_is_no_edition_of_its_own(hkviewer, trade):
    shutil.copy(trade / "2021-12-01.md", trade / "a-copy.md")
    hkviewer("library", "add", str(trade))
    assert shown(hkviewer, "trade") == "2021-12-01"
    assert hkviewer("compare", "trade")[1].count("From June 2021 to 1 December 2021.") == 1


# The check of a copy


@pytest.fixture
def here(monkeypatch):
    """The check of a copy is made in this process: another one takes a second to start."""

    def refuse(*_arguments: object, **_more: object) -> None:
        raise OSError

    monkeypatch.setattr(check_process, "start_own", refuse)


@pytest.mark.slow
def test_the_check_of_a_copy_looks_in_the_library_for_the_edition_that_it_was_made_of(
    hkviewer, trade, tmp_path, here
):
    hkviewer("library", "add", str(trade))
    hkviewer("export", "trade@2015", "-o", "copy.pdf")
    code, out, _ = hkviewer("verify", "copy.pdf")
    assert (code, out.splitlines()[1]) == (0, f"  Compared with “{trade / '2015-11-29.md'}” in the library.")
    (trade / "2015-11-29.md").unlink()
    code, out, _ = hkviewer("verify", "copy.pdf")
    assert (code, "text not identical to this edition" in out) == (1, True)
    assert f"Compared with “{trade / '2021-12-01.md'}” in the library." in out
    hkviewer("library", "remove", str(trade))
    code, out, _ = hkviewer("verify", "copy.pdf")
    assert (code, "which this program does not have" in out) == (1, True)
    unnamed = sheet(tmp_path / "in" / "unnamed.md", id_="")
    hkviewer("export", str(unnamed), "-o", "copy.pdf")
    hkviewer("library", "add", str(unnamed.parent))
    assert "neither this program nor the library has" not in hkviewer("verify", "copy.pdf")[1]
    unnamed.rename(unnamed.with_name("renamed.md"))
    assert hkviewer("verify", "copy.pdf")[0] == 0


# The organisation's folders


def test_folders_of_the_policy_are_listed_and_named_and_stay(hkviewer, trade, tmp_path, monkeypatch):
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps({"locks": {"library-folders": [f"{trade}/.", str(tmp_path / "gone")]}}))
    monkeypatch.setenv("HKVIEWER_POLICY", str(policy))
    code, out, err = hkviewer("library", "list", "--format", "json")
    assert (code, [one["id"] for one in json.loads(out)["sheets"]]) == (0, ["trade"])
    assert err == f"“{tmp_path / 'gone'}” is not there.\n"
    assert shown(hkviewer, "trade@2015") == "2015-11-29"
    code, _, err = hkviewer("library", "remove", str(trade))
    assert (code, err.splitlines()) == (2, [f"“{trade}” cannot be removed.", "Set by your organisation."])
    policy.write_text(json.dumps({"locks": {"library-folders": ["sheets"]}}))
    assert json.loads(hkviewer("library", "list", "--format", "json")[1]) == {"sheets": []}


def test_of_files_of_one_edition_the_first_by_path_names_the_sheet_and_that_is_said(hkviewer, tmp_path):
    for name, edition, title in (("b", "2024", "Commerce"), ("a", "2024", "Ports"), ("c", "2023", "Trade")):
        path = sheet(tmp_path / "sheets" / f"{name}.md", edition)
        path.write_text(path.read_text(encoding="utf-8").replace("Trade", title), encoding="utf-8")
    hkviewer("library", "add", str(tmp_path / "sheets"))
    _, out, told = hkviewer("library", "list")
    assert out.startswith("Ports, Office\n")
    assert "b.md”. The sheet is called “Ports”, as in the first of them.\n" in told
