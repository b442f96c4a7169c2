"""The machine's policy: what it says, what is wrong with it, and the safe reading of what is."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, Self

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from hkviewer.preferences.machine_policy import load_policy
from hkviewer.preferences.policy import Policy
from hkviewer.preferences.policy_file import KEYS, allowed_values, read
from hkviewer.preferences.settings import SettingsStore
from hkviewer.system import paths
from hkviewer.system.state_file import StateFile
from hkviewer.theme import ThemeName
from tests.examples import examples

GOOD: dict[str, tuple[Any, ...]] = {
    "markings": (["UNCLASSIFIED"], ["", "CUI", "CUI//SP-TAX"]),
    "marking": ("", "CUI"),
    "prepared-for": ("Minister Ämne",),
    "prepared-by": ("Desk 3",),
    "paper": ("letter", "a4"),
    "layout": ("standard", "compact", "large"),
    "theme": ("system", "light", "dark", "high-contrast"),
    "zoom": (150, 300),
    "recent-documents": (True, False),
    "search-history": (True, False),
    "library-folders": ([str(Path("/srv/sheets").absolute())], [str(Path.cwd()), str(Path.home())]),
    "external-links": (True, False),
    "browser-copy": (True, False),
}
CLOSED = {"keep_recent": False, "keep_search_history": False}


def policy(**groups: Any) -> Policy:
    return read(json.dumps(groups, indent=1, ensure_ascii=False).encode(), "policy.json")


def is_closed(found: Policy) -> bool:
    switches = (found.external_links, found.browser_copy, found.copies)
    return switches == (False, False, False) and found.locks == {**found.locks, **CLOSED}


# Where it is


def test_a_machine_without_a_policy_leaves_all_to_the_user():
    found = load_policy()
    assert found == Policy()
    assert not found.faults
    assert found.around({"zoom": 150}) == {"zoom": 150}


def test_each_system_has_its_place_for_the_file(monkeypatch):
    assert paths.policy_file("linux") == Path("/etc/hkviewer/policy.json")
    assert paths.policy_file("darwin") == Path("/Library/Application Support/hkviewer/policy.json")
    registry = FakeRegistry("D:\\Everyone")
    monkeypatch.setitem(sys.modules, "winreg", registry)
    assert paths.policy_file("win32") == Path("D:\\Everyone") / "hkviewer" / "policy.json"
    monkeypatch.setattr(registry, "OpenKey", FakeRegistry.missing)
    assert paths.policy_file("win32") == Path("C:\\ProgramData") / "hkviewer" / "policy.json"


class FakeRegistry:
    """Stands for Windows' registry."""

    HKEY_LOCAL_MACHINE = object()

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def OpenKey(self, root: object, _path: str) -> FakeRegistry:  # noqa: N802  Windows’ name
        assert root is self.HKEY_LOCAL_MACHINE, "the user’s own part of the registry has no say"
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_details: object) -> None:
        pass

    def QueryValueEx(self, _key: object, name: str) -> tuple[str, int]:  # noqa: N802  Windows’ name
        assert name == "Common AppData"
        return self._folder, 1

    @staticmethod
    def missing(*_arguments: object) -> None:
        raise FileNotFoundError


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_no_variable_of_the_environment_moves_the_file(monkeypatch, platform):
    monkeypatch.setitem(sys.modules, "winreg", FakeRegistry("C:\\ProgramData"))
    before = paths.policy_file(platform)
    for name in (
        "HKVIEWER_HOME",
        "HOME",
        "XDG_CONFIG_DIRS",
        "XDG_CONFIG_HOME",
        "PROGRAMDATA",
        "ALLUSERSPROFILE",
    ):
        monkeypatch.setenv(name, "/elsewhere")
    monkeypatch.setenv("WIN_PD_OVERRIDE_COMMON_APPDATA", "C:\\elsewhere")
    assert paths.policy_file(platform) == before


def test_a_trial_file_is_read_only_where_the_machine_has_no_policy(tmp_path, monkeypatch):
    trial, machines = tmp_path / "trial.json", tmp_path / "etc" / "policy.json"
    trial.write_text('{"locks": {"marking": "TRIAL"}}', encoding="utf-8")
    monkeypatch.setenv("HKVIEWER_POLICY", str(trial))
    monkeypatch.setattr(paths, "policy_file", lambda: machines)
    assert load_policy().locks == {"copy_marking": "TRIAL"}
    machines.parent.mkdir()
    machines.write_text("{}", encoding="utf-8")
    assert load_policy().locks == {}, "an empty policy of the machine is one, too"


def test_a_trial_file_that_is_not_there_closes_everything(tmp_path, monkeypatch):
    for name in (str(tmp_path / "missing.json"), str(tmp_path)):
        monkeypatch.setenv("HKVIEWER_POLICY", name)
        assert is_closed(load_policy())


def test_reading_takes_one_attempt_to_open_where_there_is_no_policy(monkeypatch):
    monkeypatch.delenv("HKVIEWER_POLICY", raising=False)
    opened: list[str] = []
    watching = True

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open":
            opened.append(str(arguments[0]))

    sys.addaudithook(note)
    load_policy()
    watching = False
    assert opened == [str(paths.policy_file())]


# What it may say


def test_every_name_has_examples_here():
    assert GOOD.keys() == KEYS.keys()


@pytest.mark.parametrize("name", KEYS)
def test_each_value_is_taken_as_default_and_as_lock_where_it_may_stand(name):
    key = KEYS[name]
    for value in GOOD[name]:
        for group, may in (("defaults", key.may_default), ("locks", key.may_lock)):
            found = policy(**{group: {name: value}})
            assert bool(found.faults) is not may, found.faults
            if may and key.remembered:
                assert getattr(found, group) == {key.remembered: key.read_stored(value)}


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("value", [None, 7, -1.5, "no such value\n", [], {}, ["\x07"], ["a", "a"], "x" * 201])
def test_a_wrong_value_is_named_with_its_line_and_its_cure(name, value):
    for group in ("defaults", "locks"):
        (fault,) = policy(**{group: {name: value}}).faults
        assert fault.startswith(f"Line 3: “{name}” m")
        assert allowed_values(KEYS[name]) in fault or "may not stand" in fault


def test_the_line_is_that_of_the_group_where_the_name_is_wrong():
    found = policy(
        comment="theme", defaults={"paper": "a4", "theme": "dark"}, locks={"zoom": 7, "theme": "drak"}
    )
    assert [fault.split(":")[0] for fault in found.faults] == ["Line 8", "Line 9"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_the_file_may_be_as_windows_editors_save_it(encoding):
    data = '{"locks": {"marking": "GEHEIM – 機密"}}'.encode(encoding)
    found = read(data, "policy.json")
    assert (found.locks, found.faults) == ({"copy_marking": "GEHEIM – 機密"}, ())


# The safe reading


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Line 1: this is no JSON"),
        (b'{"locks": {\n"marking": "CUI"\n"paper": "a4"}}', "Line 3: this is no JSON"),
        (b"\xff\xff\xff", "no text"),
        (b"[]", "does not begin with {"),
        (b"null", "does not begin with {"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"locks": {"marking": "CUI", "marking": ""}}', "“marking” stands twice"),
        (b'{"locks": {}, "locks": {"marking": "CUI"}}', "“locks” stands twice"),
        (b'{"locks": ["marking"]}', "“locks” must hold"),
        (b'{"lock": {"marking": "CUI"}}', "“lock” is no name"),
        (b'{"locks": {"makring": "CUI"}}', "“makring” is not known"),
        (b'{"locks": {"\\u0007": 1}}', "“A name” is not known"),
        (b'{"locks": {"zoom": ' + b"9" * 5000 + b"}}", "number"),
    ],
    ids=range(13),
)
def test_where_the_locks_cannot_be_understood_all_that_can_be_closed_is(data, words):
    found = read(data, "policy.json")
    assert is_closed(found)
    assert words in found.faults[0]
    assert found.complaint


def test_what_is_understood_beside_an_unknown_lock_holds():
    found = policy(locks={"makring": "CUI", "theme": "dark", "external-links": True})
    assert found.locks["theme"] is ThemeName.DARK
    assert found.external_links, "this lock is there, and says so"
    assert (found.browser_copy, found.copies) == (False, False)


def test_a_wrong_value_of_a_lock_closes_only_what_it_is_about():
    assert policy(locks={"external-links": "no"}).external_links is False
    assert policy(locks={"external-links": "no"}).copies
    assert policy(locks={"recent-documents": 0}).locks == {"keep_recent": False}
    assert not policy(locks={"marking": None}).copies
    assert not policy(locks={"markings": []}).copies
    assert policy(locks={"theme": "drak"}).locks == {}


def test_a_wrong_default_is_left_out_and_closes_nothing():
    found = policy(defaults={"theme": "drak", "papper": "a4", "paper": "a4", "external-links": False})
    assert found.defaults == {"copy_paper": "a4"}
    assert (found.external_links, found.copies, len(found.faults)) == (True, True, 3)


def test_the_text_may_always_be_enlarged():
    found = policy(locks={"zoom": 100})
    assert found.locks == {}
    assert "“zoom” may not stand under locks" in found.faults[0]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_closes_everything(tmp_path, monkeypatch):
    (tmp_path / "policy.json").write_text("{}", encoding="utf-8")
    (tmp_path / "policy.json").chmod(0)
    monkeypatch.setattr(paths, "policy_file", lambda: tmp_path / "policy.json")
    assert is_closed(load_policy())


def test_a_folder_in_the_files_place_closes_everything(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "policy_file", lambda: tmp_path)
    found = load_policy()
    assert is_closed(found)
    assert "cannot be read: is a directory" in found.faults[0]


JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
VALUES = JSON | st.sampled_from([value for values in GOOD.values() for value in values])
GROUP = st.dictionaries(st.sampled_from([*KEYS, "other"]), VALUES, max_size=6)
POLICIES = st.builds(lambda d, k: policy(defaults=d, locks=k), GROUP, GROUP)


@examples(2)
@given(st.binary(max_size=60) | st.builds(lambda value: json.dumps(value).encode(), JSON))
def test_no_file_makes_reading_fail(data):
    found = read(data, "policy.json")
    assert all(fault.isprintable() and fault.endswith(".") for fault in found.faults)


# Between the policy and the user's settings


def store_of(path: Path, found: Policy) -> SettingsStore:
    return SettingsStore(StateFile(path), found)


USERS = st.fixed_dictionaries(
    {},
    optional={
        "theme": st.sampled_from(list(ThemeName)),
        "zoom": st.sampled_from([100, 150, 300]),
        "copy_marking": st.sampled_from(["", "CUI", "OWN"]),
        "copy_paper": st.sampled_from(["letter", "a4"]),
        "keep_recent": st.booleans(),
        "keep_search_history": st.booleans(),
        "copy_prepared_for": st.sampled_from(["", "The Minister"]),
    },
)


@examples(3, HealthCheck.function_scoped_fixture)
@given(POLICIES, USERS, USERS)
def test_locks_hold_over_the_users_choice_and_defaults_where_there_is_none(tmp_path, found, stored, wanted):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(stored), encoding="utf-8")
    store = store_of(path, found)
    for result in (store.load(), store.change(lambda before: before.replace(**wanted)), store.load()):
        values = result.as_dict()
        assert {name: values[name] for name in found.locks} == found.locks
        assert found.allowed_marking(result.copy_marking) == result.copy_marking
    chosen = {*stored, *wanted, *found.locks, "copy_marking"}
    after = store.load().as_dict()
    for name, value in found.defaults.items():
        assert name in chosen or after[name] == value


@examples(3, HealthCheck.function_scoped_fixture)
@given(POLICIES, USERS, USERS)
def test_a_locked_value_is_never_written_so_that_lifting_the_lock_restores_the_choice(
    tmp_path, found, stored, wanted
):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(stored), encoding="utf-8")
    before = store_of(path, Policy()).load().as_dict()
    store_of(path, found).change(lambda settings: settings.replace(**wanted))
    file = json.loads(path.read_text(encoding="utf-8"))
    for name in found.locks:
        assert file.get(name) == stored.get(name)
    lifted = store_of(path, Policy()).load().as_dict()
    assert {name: lifted[name] for name in found.locks} == {name: before[name] for name in found.locks}


@examples(1, HealthCheck.function_scoped_fixture)
@given(POLICIES, USERS)
def test_a_default_is_never_written_so_that_another_one_reaches_the_user(tmp_path, found, wanted):
    path = tmp_path / "fresh" / "settings.json"
    path.unlink(missing_ok=True)
    store_of(path, found).change(lambda settings: settings.replace(window="00", **wanted))
    file = json.loads(path.read_text(encoding="utf-8"))
    assert file.keys() <= {"window", "version", *wanted}


def test_what_is_not_to_be_kept_leaves_the_file_with_the_next_change(tmp_path):
    path = tmp_path / "settings.json"
    stored = {"recent": ["/secret.md"], "search_history": ["secret"], "keep_recent": True}
    path.write_text(json.dumps(stored), encoding="utf-8")
    found = policy(locks={"recent-documents": False, "search-history": False})
    store = store_of(path, found)
    assert (store.load().recent, store.load().search_history) == ((), ())
    store.change(lambda before: before.with_recent("/other.md").with_search("other").replace(window="00"))
    assert "secret" not in path.read_text(encoding="utf-8")
    assert "other" not in path.read_text(encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8"))["keep_recent"] is True, "the user’s own choice"


def test_a_marking_that_is_not_in_the_locked_list_gives_way_to_the_default_or_the_first():
    first = policy(locks={"markings": ["A", "B"]})
    default = policy(locks={"markings": ["A", "B"]}, defaults={"marking": "B"})
    assert [first.allowed_marking(words) for words in ("", "B", "C")] == ["A", "B", "A"]
    assert [default.allowed_marking(words) for words in ("", "A", "C")] == ["B", "A", "B"]


def test_a_marking_at_odds_with_the_locked_list_is_a_fault():
    (fault,) = policy(locks={"markings": ["A", "B"], "marking": "C"}).faults
    assert "not one of the locked" in fault
    found = policy(locks={"markings": ["A", "B"]}, defaults={"marking": "C"})
    assert len(found.faults) == 1
    assert found.allowed_marking("") == "A"


def test_a_choice_equal_to_a_default_and_then_changed_back_is_kept(tmp_path):
    store = store_of(tmp_path / "settings.json", policy(defaults={"theme": "dark"}))
    store.change(lambda before: before.replace(theme=ThemeName.LIGHT))
    assert store.load().theme is ThemeName.LIGHT
    store.change(lambda before: before.replace(theme=ThemeName.SYSTEM))
    assert store.load().theme is ThemeName.SYSTEM, "system, the program’s default, is a choice here"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_policy_that_is_a_pipe_closes_what_it_could_close_and_is_not_waited_for(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setenv("HKVIEWER_POLICY", str(tmp_path / "pipe"))
    policy = load_policy()
    assert (policy.copies, policy.external_links) == (False, False)
    assert policy.faults == ("The file cannot be read: it is a device or pipe, not a file.",)
