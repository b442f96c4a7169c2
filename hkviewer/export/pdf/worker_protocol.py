"""What goes over the pipes to the process that sets copies, and back: JSON values with bytes behind them.

Nothing that arrives is ever run. A message is its two lengths, then JSON, then bytes. The caller sends:

    {"do": "begin", "folder": PATH}         the first one; answered as soon as the process can work
    {"do": "set", "job": …, "balanced": …}  answered with a PDF
    {"do": "fault", "name": …}              whether a copy can show a picture of the folder
    {"do": "draw", "name": …, "width": …}   answered with a PNG
    {"do": "stop"}                          ends the setting that goes on; has no answer of its own

The end of the pipe ends the process. An answer is {"done": …} with what was asked for, {"stopped": true},
or {"error": [KIND, WHAT, REMEDY]}.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import IO, Any, NamedTuple

_LENGTHS = struct.Struct(">II")
_MOST_BYTES = 1 << 30
"""Bytes of either: a copy of thousands of pages has some hundred million."""


class Message(NamedTuple):
    """A message: its values, and the bytes that come with it."""

    values: dict[str, Any]
    data: bytes = b""


class BrokenMessageError(Exception):
    """What arrived is no message."""


def send(stream: IO[bytes], values: Mapping[str, Any], data: bytes = b"") -> None:
    """Write a message. Raises OSError where nobody reads, ValueError where the stream is closed."""
    # A lone surrogate, which a window's field may hold, goes over as it is.
    text = json.dumps(values).encode("ascii")
    stream.write(_LENGTHS.pack(len(text), len(data)))
    stream.write(text)
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Message | None:
    """The next message; None at the end of the stream.

    Raises:
        BrokenMessageError: it ends in the midst of one, or something else stands there.
    """
    head = stream.read(_LENGTHS.size)
    if not head:
        return None
    if len(head) < _LENGTHS.size:
        raise BrokenMessageError
    length, size = _LENGTHS.unpack(head)
    if max(length, size) > _MOST_BYTES:
        raise BrokenMessageError
    text, data = stream.read(length), stream.read(size)
    try:
        values = json.loads(text)
    except ValueError:
        raise BrokenMessageError from None
    if not isinstance(values, dict) or len(data) < size:
        raise BrokenMessageError
    return Message(values, data)
