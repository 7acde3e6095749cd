"""The terminal's side of a rehearsal: tells the player which page is on the glass, and when.

Only with the option --observe, which no terminal in a foyer has. Pages of a rehearsal are about invented persons.
"""

import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from kiosk.dialogue.pages import Node, Page, nodes, plain


class Box(Protocol):
    """A rectangle in whole pixels from the top left of the window."""

    @property
    def x(self) -> int:
        """Left edge."""

    @property
    def y(self) -> int:
        """Upper edge."""

    @property
    def w(self) -> int:
        """Width."""

    @property
    def h(self) -> int:
        """Height."""


class ObserveSocket:
    """Writes one JSON line per shown page and per pressed look to a Unix socket. Implements the screens' observer."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.connect(str(path))

    def shown(self, page: Page, rects: Mapping[str, Box], at: float) -> None:
        """The frame with this page was flipped at `at` (monotonic seconds)."""
        described = [_described(node, rects.get(node.id)) for node in nodes(page)]
        shown = {"page": page.id, "part": page.part, "fault": page.fault, "at": at, "nodes": described}
        shown["secret"] = page.secret > 0
        self._write({"shown": shown})

    def pressed(self, node_id: str, at: float) -> None:
        """The frame with the pressed look of this node was flipped at `at`."""
        self._write({"pressed": {"node": node_id, "at": at}})

    def _write(self, line: Mapping[str, Any]) -> None:
        self._socket.sendall(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _described(node: Node, box: Box | None) -> dict[str, Any]:
    return {
        "id": node.id,
        "role": node.role.value,
        "name": plain(node.name),
        "value": plain(node.value),
        "marks": sorted(mark.value for mark in node.marks),
        "pressable": node.pressable,
        "rect": None if box is None else [box.x, box.y, box.w, box.h],
    }
