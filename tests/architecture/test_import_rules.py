"""Who may import whom: each vendor library in one place, and proof that every contract of import-linter can fail.

The contracts themselves stand in pyproject.toml and run with "make lint".
"""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.tree import PACKAGES, ROOT, dotted, imported_names, modules

# Where each library may be imported. An unknown one fails too: its place is decided here before its first use.
HOMES: dict[str, tuple[str, ...]] = {
    "asn1crypto": ("devices.eid.passive_authentication", "devices.eid.issuing"),  # one checks, the other makes
    "babel": ("kiosk.texts",),
    "cryptography": ("kiosk.sandbox", "kiosk.staff.pin_file", "devices.eid"),  # certificates; Argon2id; the card
    "escpos": ("devices.printer.render",),
    "fastecdsa": ("devices.eid.curves",),
    # One seals and the other opens; one signs and the other checks.
    "joserfc": ("kiosk.outbox.seal", "kiosk.outbox.receipts", "kiosk.sandbox"),
    "jsonschema": ("kiosk.sandbox",),
    "kivy": ("screens",),
    "msgspec": ("kiosk", "devices"),  # typed decoding belongs wherever bytes from outside arrive
    "num2words": ("kiosk.texts",),
    # Rasters on paper, evidence, icons; and a town's arms, which are judged before the screens know of them.
    "PIL": ("devices.printer", "kiosk.rehearsal", "kiosk.settings.arms", "screens"),
    "qrcode": ("devices.printer", "screens"),
    "requests": ("kiosk.portal",),
    "resvg_py": ("kiosk.settings.arms", "screens"),
    "smartcard": ("devices.card",),
    "starlette": ("kiosk.sandbox",),
    "urllib3": ("kiosk.portal",),
    "usb": ("devices.printer.usb_bulk",),
    "uvicorn": ("kiosk.sandbox",),
    "Xlib": ("kiosk.rehearsal",),
    "yaml": ("kiosk", "devices"),
}


ANY = "anything"  # stands for a wildcard


def misplaced(module: str, source: str) -> list[str]:
    """Name the vendor libraries that a module imports without being their home."""
    tops = {name.split(".")[0] for name in imported_names(ast.parse(source))}
    vendors = tops - sys.stdlib_module_names - set(PACKAGES)
    return sorted(v for v in vendors if not any(f"{module}.".startswith(f"{home}.") for home in HOMES.get(v, ())))


def test_each_vendor_library_is_imported_in_its_home() -> None:
    found = {str(path): misplaced(dotted(path), (ROOT / path).read_text("utf-8")) for path in modules()}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("module", "source", "named"),
    [
        ("kiosk.dialogue.machine", "from kivy.clock import Clock", ["kivy"]),
        ("devices.printer.layout", "import escpos.printer", ["escpos"]),
        ("kiosk.portalx", "import requests", ["requests"]),
        ("kiosk.portal.wire", "import requests, numpy", ["numpy"]),
        ("kiosk.portal.wire", "import requests, json", []),
    ],
)
def test_the_table_of_homes_bites(module: str, source: str, named: list[str]) -> None:
    assert misplaced(module, source) == named


def contracts() -> list[dict[str, Any]]:
    """Return the contracts of pyproject.toml."""
    found: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    return found


def offence(contract: dict[str, Any]) -> tuple[str, str]:
    """Return an importer and an imported module that break a contract."""
    match contract["type"]:
        case "forbidden":
            return contract["source_modules"][-1], contract["forbidden_modules"][-1].replace("*", ANY)
        case "independence":
            return contract["modules"][0], contract["modules"][-1]
        case "protected":
            return "devices", contract["protected_modules"][-1]
        case other:
            raise AssertionError(f"no offence known against a contract of type {other}: add one")


def lint(tree: Path) -> str:
    """Run import-linter over a tree of stubs and return what it says."""
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    env = {"PYTHONPATH": str(tree)}
    return subprocess.run(command, cwd=tree, env=env, capture_output=True, text=True, check=False).stdout


@pytest.fixture
def stubs(tmp_path: Path) -> Path:
    """Build empty packages with every module that a contract names."""
    keys = ("source_modules", "forbidden_modules", "modules", "protected_modules", "allowed_importers")
    named = {module for contract in contracts() for key in keys for module in contract.get(key, [])}
    for module in named | set(PACKAGES):
        folder = tmp_path.joinpath(*module.replace("*", ANY).split("."))
        folder.mkdir(parents=True, exist_ok=True)
        for package in (folder, *folder.parents):
            if package == tmp_path:
                break
            (package / "__init__.py").touch()
    return tmp_path


@pytest.mark.parametrize("contract", contracts(), ids=lambda contract: contract["name"])
def test_each_contract_bites(contract: dict[str, Any], stubs: Path) -> None:
    assert f"{contract['name']} KEPT" in lint(stubs)
    importer, imported = offence(contract)
    stubs.joinpath(*importer.split("."), "offender.py").write_text(f"import {imported}\n")
    assert f"{contract['name']} BROKEN" in lint(stubs)
