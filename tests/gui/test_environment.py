"""What is mended in the environment before Qt reads it, and how input methods reach the window."""

from __future__ import annotations

import os
import signal

import pytest

from hkviewer.gui.environment import prepare
from hkviewer.gui.process_signals import SignalNotifier


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
