"""Whether there is a screen, found out before Qt would abort."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from hkviewer.commands import COMMANDS
from hkviewer.system.display import missing_display

POSIX = pytest.mark.skipif(os.name == "nt", reason="X11 and Wayland are found on POSIX systems")


def test_with_neither_variable_there_is_none():
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in missing_display({}, "linux")


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_macos_always_have_one(platform):
    assert missing_display({}, platform) == ""


@pytest.mark.parametrize("plugin", ["offscreen", "vnc:port=5901", "minimal;xcb"])
def test_other_plug_ins_need_none(plugin):
    assert missing_display({"QT_QPA_PLATFORM": plugin}, "linux") == ""


@pytest.mark.parametrize("plugin", ["xcb", "wayland", "wayland-egl"])
def test_a_plug_in_for_a_display_needs_one(plugin):
    assert missing_display({"QT_QPA_PLATFORM": plugin}, "linux")


@pytest.mark.parametrize(
    "display",
    [":987", ":987.0", "unix:987", "localhost:987", "nonsense", ":", ":x", "host.invalid:1", ":99999999"],
)
def test_a_dead_x_server_is_named(display):
    assert missing_display({"DISPLAY": display}, "linux") == f"the display “{display}” does not answer"


@POSIX
@pytest.mark.parametrize("name", ["wayland-7", "", "/absolute/nowhere", "x" * 200])
def test_a_dead_compositor_is_no_display(tmp_path, name):
    environment = {"WAYLAND_DISPLAY": name, "XDG_RUNTIME_DIR": str(tmp_path)}
    assert missing_display(environment, "linux")


@POSIX
def test_a_live_compositor_is_found_by_name_and_by_absolute_path(tmp_path):
    path = Path("/tmp") / f"hkv-{os.getpid()}-w"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        try:
            found = {"WAYLAND_DISPLAY": path.name, "XDG_RUNTIME_DIR": "/tmp"}
            assert missing_display(found, "linux") == ""
            assert missing_display({"WAYLAND_DISPLAY": str(path)}, "linux") == ""
        finally:
            path.unlink()


def test_a_live_server_over_tcp_is_found():
    with socket.socket() as server:
        for number in range(200, 400):
            try:
                server.bind(("127.0.0.1", 6000 + number))
                break
            except OSError:
                continue
        server.listen()
        accept = threading.Thread(target=lambda: server.accept()[0].close())  # noqa: PLW0108  waits there
        accept.start()
        assert missing_display({"DISPLAY": f"127.0.0.1:{number}.0"}, "linux") == ""
        accept.join(5)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
@pytest.mark.parametrize("display", [None, ":987"])
@pytest.mark.parametrize("arguments", [[], ["--section", "economic-relations"], ["some.md"]])
def test_the_command_says_it_plainly_and_names_what_works_without(tmp_path, display, arguments):
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"HKVIEWER_HOME": str(tmp_path)} | ({"DISPLAY": display} if display else {})
    run = subprocess.run(
        [sys.executable, "-m", "hkviewer", *arguments],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.returncode not in (0, 1, -6)
    assert run.stdout == ""
    assert len(run.stderr.splitlines()) == 2
    assert "display" in run.stderr
    for command in COMMANDS:
        assert command in run.stderr
    assert "Traceback" not in run.stderr
