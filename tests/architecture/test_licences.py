"""The licences that a terminal shows: exactly the libraries that it gets, each with its licence, and every font."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from packaging.licenses import canonicalize_license_expression
from PIL import ImageFont

from tests.architecture.test_installation import locked
from tests.architecture.tree import ROOT, tracked_files

ABOUT = ROOT / "config" / "about"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "deploy" / "licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def listed() -> list[dict[str, str]]:
    found: list[dict[str, str]] = yaml.safe_load((ABOUT / "libraries.yaml").read_text("utf-8"))["libraries"]
    return found


def test_the_list_is_the_lock_of_a_terminal() -> None:
    shown = {library["name"]: library["version"] for library in listed()}
    assert shown == {name: str(pin) for name, pin in locked("terminal.txt").items()}, 'run "make lock"'


def test_the_list_is_what_the_installed_packages_say(script: ModuleType) -> None:
    made = script.listing((ROOT / "deploy" / "lock" / "terminal.txt").read_text("utf-8"))
    assert (ABOUT / "libraries.yaml").read_text("utf-8") == made, 'run "make lock"'


@pytest.mark.parametrize("library", listed(), ids=lambda library: library["name"])
def test_each_licence_is_an_spdx_expression(library: dict[str, str]) -> None:
    assert canonicalize_license_expression(library["licence"]) == library["licence"]


def test_what_was_read_by_hand_is_still_what_is_locked(script: ModuleType) -> None:
    pins = {name: str(pin) for name, pin in locked("terminal.txt").items()}
    assert [key for key in script.READ if pins.get(key[0]) != key[1]] == [], "read the licence of the new version"


def test_another_version_than_the_locked_one_is_not_guessed(script: ModuleType) -> None:
    with pytest.raises(script.LicenceError, match=r"the lock has 0\.0\.1"):
        script.licence("kivy", "0.0.1")


def test_a_package_that_leaves_doubt_stops_the_list(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "READ", {})
    with pytest.raises(script.LicenceError, match="read its licence files"):
        script.licence("qrcode", str(locked("terminal.txt")["qrcode"]))


def test_every_font_is_named() -> None:
    fonts = {path for path in tracked_files() if path.suffix == ".ttf" and path.parts[0] in ("screens", "devices")}
    families = {ImageFont.truetype(ROOT / path).getname()[0] for path in fonts}
    said = (ABOUT / "licences.yaml").read_text("utf-8")
    assert {str(family) for family in families if str(family).removesuffix(" SemiBold") not in said} == set()


def test_our_own_licence_is_the_one_of_the_project() -> None:
    assert 'license = "EUPL-1.2"' in Path(ROOT / "pyproject.toml").read_text("utf-8")
    assert "EUPL-1.2" in (ABOUT / "licences.yaml").read_text("utf-8")
