"""The pure packages stay pure: what they may import is a closed list, and ruff's banned calls bite there.

Purity lets every state meet every event in microseconds. So the list is short, and a newcomer argues for itself here.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, imported_names, modules

PURE = ("kiosk/dialogue", "kiosk/services", "kiosk/documents")
# The border of the core: threads, queues, clocks and the log live in these so that they need to live nowhere else.
# The conversation gets its clock handed in, so it stays under ruff's ban.
BORDER = {f"kiosk/dialogue/{name}.py" for name in ("clock", "conversation", "inbox", "runner")}
# And what reads the files of the services.
BORDER |= {"kiosk/services/load.py"}

ALLOWED_MODULES = {
    # Standard library: values and computation only. datetime and uuid as types; reading clock or chance is ruff's part.
    "__future__", "bisect", "collections", "contextlib", "dataclasses", "datetime", "decimal", "enum", "fractions",
    "functools", "itertools", "math", "operator", "re", "string", "types", "typing", "unicodedata", "uuid",
    # Fingerprints of declarations: computation on bytes, nothing else.
    "hashlib",
    # Typed records of the portal contract are msgspec structs.
    "msgspec",
}  # fmt: skip
ALLOWED_OURS = (
    "kiosk.dialogue", "kiosk.services", "kiosk.documents", "kiosk.texts",
    "kiosk.about.model", "kiosk.portal.contract", "kiosk.portal.errors", "kiosk.outbox.api", "kiosk.staff.api",
    "kiosk.identity.api",
    "devices.card.api", "devices.printer.api", "devices.printer.document",
)  # fmt: skip
BANNED_BUILTINS = {"open", "input", "print", "exec", "eval", "breakpoint", "__import__"}


def pure_modules() -> list[Path]:
    """Return the files under the rule."""
    files = [path for path in modules() if path.as_posix().startswith(PURE)]
    return [path for path in files if path.as_posix() not in BORDER]


def impurities(source: str) -> list[str]:
    """Name each import off the list and each banned builtin in a piece of code."""
    tree = ast.parse(source)
    found = [name for name in imported_names(tree) if not allowed(name)]
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    found += [call.id for call in calls if isinstance(call, ast.Name) and call.id in BANNED_BUILTINS]
    return found


def allowed(name: str) -> bool:
    """Tell whether a module, or the package that it belongs to, is on one of the lists."""
    return name.split(".", maxsplit=1)[0] in ALLOWED_MODULES or any(
        name == ours or name.startswith(ours + ".") for ours in ALLOWED_OURS
    )


def test_pure_packages_import_from_the_closed_list_only() -> None:
    found = {str(path): impurities((ROOT / path).read_text("utf-8")) for path in pure_modules()}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        ("import threading", ["threading"]),
        ("from os import environ", ["os"]),
        ("def f():\n    import time", ["time"]),
        ("from kiosk.portal.client import PortalClient", ["kiosk.portal.client"]),
        ("from devices.printer import transport", ["devices.printer"]),
        ("open('x')", ["open"]),
        ("from uuid import UUID\nfrom devices.card.api import CardPresence", []),
    ],
)
def test_the_closed_list_bites(bad: str, named: list[str]) -> None:
    assert impurities(bad) == named


BAD = """
import datetime as dt
import random
import time
import uuid
from datetime import date, datetime

when = (datetime.now(), dt.datetime.now(), date.today(), time.monotonic())
chance = (random.random(), uuid.uuid4())
"""


@pytest.mark.parametrize(
    ("place", "count"),
    [
        ("kiosk/dialogue/machine.py", 6),
        ("kiosk/documents/slips/queue.py", 6),
        ("kiosk/dialogue/clock.py", 0),
        ("kiosk/portal/client.py", 0),
    ],
)
def test_ruff_bans_clock_and_chance_in_pure_packages_only(place: str, count: int) -> None:
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--select",
        "TID251",
        "--output-format",
        "concise",
        "--stdin-filename",
        place,
        "-",
    ]
    result = subprocess.run(command, input=BAD, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.stdout.count("TID251") == count, result.stdout + result.stderr
