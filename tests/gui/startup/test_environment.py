"""What is mended in the environment before Qt reads it, and how input methods reach the window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hkviewer.gui.startup import environment as environment_module
from hkviewer.gui.startup.environment import prepare
from hkviewer.gui.startup.process_signals import SignalNotifier
from tests.examples import breadth

ROOT = Path(__file__).parents[3]


@pytest.fixture
def plugins(tmp_path):
    folder = tmp_path / "platforminputcontexts"
    folder.mkdir()
    (folder / "libibusplatforminputcontextplugin.so").touch()
    return tmp_path


@pytest.mark.parametrize("module", ["fcitx", "fcitx5"])
def test_fcitx_falls_back_to_ibus_where_its_plug_in_is_missing(plugins, module):
    environment = {"QT_IM_MODULE": module}
    prepare(environment, plugins)
    assert environment["QT_IM_MODULE"] == "ibus"


def test_fcitx_stays_where_its_plug_in_is_present(plugins):
    (plugins / "platforminputcontexts" / "libfcitxplatforminputcontextplugin.so").touch()
    environment = {"QT_IM_MODULE": "fcitx"}
    prepare(environment, plugins)
    assert environment["QT_IM_MODULE"] == "fcitx"


@pytest.mark.parametrize("module", ["ibus", "compose", "xim", ""])
def test_other_input_methods_stay_as_they_are(plugins, module):
    environment = {"QT_IM_MODULE": module}
    prepare(environment, plugins)
    assert environment["QT_IM_MODULE"] == module


def test_no_input_method_stays_none(plugins):
    environment: dict[str, str] = {}
    prepare(environment, plugins)
    assert "QT_IM_MODULE" not in environment


def test_the_installed_qt_has_the_ibus_plug_in_that_is_fallen_back_to():
    environment = {"QT_IM_MODULE": "fcitx"}
    prepare(environment)
    assert environment["QT_IM_MODULE"] == "ibus"


def test_gnome_is_asked_through_the_portal_and_a_chosen_theme_plug_in_is_kept(plugins):
    environment = {"XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}
    prepare(environment, plugins)
    assert environment["QT_QPA_PLATFORMTHEME"] == "xdgdesktopportal"
    chosen = {"XDG_CURRENT_DESKTOP": "GNOME", "QT_QPA_PLATFORMTHEME": "gtk3"}
    prepare(chosen, plugins)
    assert chosen["QT_QPA_PLATFORMTHEME"] == "gtk3"
    kde = {"XDG_CURRENT_DESKTOP": "KDE"}
    prepare(kde, plugins)
    assert "QT_QPA_PLATFORMTHEME" not in kde


@pytest.mark.skipif(not hasattr(signal, "SIGTERM") or os.name == "nt", reason="signals of POSIX systems")
def test_a_request_to_end_reaches_the_event_loop(qtbot, window):
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    ended: list[int] = []
    try:
        notifier = SignalNotifier(lambda: ended.append(1), window)
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda: ended == [1])
        notifier.deleteLater()
    finally:
        signal.set_wakeup_fd(-1)
        for name, handler in before.items():
            signal.signal(name, handler)


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux has a locale an encoding")
@pytest.mark.parametrize(
    "locale",
    breadth([{}, {"LC_ALL": "C"}, {"LC_ALL": "zh_TW.BIG5"}, {"LANG": "xx_XX.UTF-8"}, {"LC_CTYPE": "POSIX"}]),
)
def test_a_locale_without_utf8_or_one_that_is_not_installed_is_nothing_to_complain_of(locale, tmp_path):
    # Python's own remedy is switched off: a frozen program has not got it.
    variables = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    variables |= {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT), **locale}
    variables["XDG_RUNTIME_DIR"] = os.environ["XDG_RUNTIME_DIR"]
    script = "from hkviewer.gui.startup.app import make_application; make_application()"
    done = subprocess.run(
        [sys.executable, "-c", script], env=variables, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux has a locale an encoding")
def test_the_readers_country_stays_when_the_encoding_is_replaced(monkeypatch):
    monkeypatch.setattr(environment_module, "_charset", lambda: "BIG5")
    monkeypatch.setattr(environment_module, "_is_installed", lambda: True)
    environment = {"LC_ALL": "zh_TW.BIG5", "LANG": "en_US.UTF-8"}
    prepare(environment)
    assert environment == {"LANG": "zh_TW.BIG5", "LC_CTYPE": "C.UTF-8"}
