# ruff: noqa: F821, INP001  dmgbuild runs this file and brings `defines`; it is imported by nobody
# mypy: disable-error-code="name-defined"
"""How the disk image looks, for dmgbuild: the program at the left, the Applications folder at the right.

`defines["app"]` is the path of the program's bundle, `defines["icon"]` that of its icon. No licence is
asked to be agreed to: the MIT licence does not want it, and an image that asks cannot be attached by
scripts; its text lies in the program's bundle.
"""

from __future__ import annotations

from pathlib import Path

app = Path(defines["app"])

# bzip2 is read by every macOS that the program runs on, and is smaller than the usual zlib.
format = "UDBZ"  # noqa: A001  dmgbuild's name
filesystem = "HFS+"
files = [str(app)]
symlinks = {"Applications": "/Applications"}
icon = defines["icon"]

default_view = "icon-view"
show_icon_preview = False
show_status_bar = show_tab_view = show_toolbar = show_pathbar = show_sidebar = False
arrange_by = None
background = "builtin-arrow"  # from one icon to the other
window_rect = ((200, 160), (640, 300))
icon_size = 112
text_size = 13
icon_locations = {app.name: (160, 130), "Applications": (480, 130)}
hide_extensions = [app.name]
