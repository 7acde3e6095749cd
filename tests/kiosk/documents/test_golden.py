"""Every document in every language on every paper is, dot by dot and byte by byte, what somebody has looked at."""

import json

import pytest
from PIL import Image, ImageChops

from devices.printer import profile_of
from tests.kiosk.documents.golden import BYTES, FOLDER, NAMES, PAPERS, fingerprint, sheet
from tests.kiosk.documents.paper import printed
from tests.kiosk.documents.samples import KINDS, LANGUAGES, document

KEPT = json.loads(BYTES.read_text(encoding="utf-8"))


def test_nothing_lies_there_that_is_not_made() -> None:
    assert {file.stem for file in FOLDER.glob("*.png")} == set(NAMES) == set(KEPT)
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 2_000_000


@pytest.mark.parametrize("name", NAMES)
def test_paper_is_as_it_was(name: str) -> None:
    made = sheet(name)
    with Image.open(FOLDER / f"{name}.png") as golden:
        assert golden.mode == "1"
        assert golden.size == made.picture.size
        assert ImageChops.difference(golden.convert("L"), made.picture.convert("L")).getbbox() is None
    assert fingerprint(made.blob) == KEPT[name]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "test_page"])
@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "ar"])
def test_a_document_in_letters_that_the_printer_has_is_at_most_a_kilobyte(kind: str, lang: str) -> None:
    for paper in ("80", "80-large"):
        assert KEPT[f"{kind}-{paper}-{lang}"]["bytes"] <= 1024


@pytest.mark.parametrize("profile", ["epson-tm-t88", "clone-80", "generic-80", "custom-presenter"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_model_understands_every_byte(kind: str, profile: str) -> None:
    for lang, large in (("de", False), ("uk", True)):
        made = printed(document(kind, lang, large=large), profile_of(profile))
        assert made.picture.width == profile_of(profile).paper.dots
        assert made.picture.getbbox() is not None


def test_the_samples_cover_both_kinds_of_printers() -> None:
    assert {profile_of(profile).native_qr for profile, _ in PAPERS.values()} == {True, False}
