"""LibreOffice without a window: what it makes of a Word document by accepting, or rejecting, all changes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pytest
from docx.oxml.ns import qn

from tests.export.redline.word_changes import words

_MACRO = """Sub Resolve(folder As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName"
  filter(0).Value = "MS Word 2007 XML"
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  name = Dir(folder & "/*.docx")
  Do While name <> ""
    For Each verb In Array("Accept", "Reject")
      document = StarDesktop.loadComponentFromURL(ConvertToURL(folder & "/" & name), "_blank", 0, hidden())
      frame = document.CurrentController.Frame
      dispatcher.executeDispatch(frame, ".uno:" & verb & "AllTrackedChanges", "", 0, Array())
      document.storeToURL(ConvertToURL(folder & "/" & verb & "/" & name), filter())
      document.close(True)
    Next
    name = Dir()
  Loop
End Sub
"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" \
script:language="StarBasic">{}</script:module>
"""
_VERBS = {True: "Accept", False: "Reject"}


def resolved_by_office(documents: Mapping[str, bytes], folder: Path) -> dict[str, dict[bool, list[str]]]:
    """For each document its paragraphs, cells too, where changes are accepted (True) and rejected (False).

    Those without words are left out. Skips the test where there is no LibreOffice.
    """
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("there is no LibreOffice: the test on the elements alone is the gate here")
    for verb in _VERBS.values():
        (folder / verb).mkdir()
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = folder / "profile"
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]
    # A profile that is new has an empty module, which is written last.
    for job in ("--terminate_after_init", f'macro:///Standard.Module1.Resolve("{folder}")'):
        subprocess.run([*command, job], check=True, capture_output=True, timeout=300)
        module = profile / "user" / "basic" / "Standard" / "Module1.xba"
        module.write_text(_MODULE.format(escape(_MACRO)))
    return {
        name: {side: _paragraphs(folder / verb / f"{name}.docx") for side, verb in _VERBS.items()}
        for name in documents
    }


def _paragraphs(file: Path) -> list[str]:
    body = docx.Document(str(file)).element.body
    assert not list(body.iter(qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo")))
    return [text for text in map(words, body.iter(qn("w:p"))) if text.strip()]
