"""A town's arms and colours: the second town is taken, and whatever nobody could read or see is refused by line."""

import contextlib
import io
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from kiosk.checking import ConfigurationError, check, require_rules
from kiosk.settings import load_settings, shipped_config
from kiosk.settings.arms import LEAST_PX, MAX_BYTES, Arms, ArmsError
from kiosk.settings.colours import MEANINGS, WHITE, colour_mistakes
from kiosk.settings.contrast import contrast, rgb
from kiosk.settings.look import SHIPPED_PRIMARY, STRONG_CONTRAST
from kiosk.settings.model import ColourSettings
from kiosk.settings.svg import MAX_COPIES, MAX_ELEMENTS, SvgError, check_svg
from screens.inks import HC_DARK, HC_LIGHT, PALETTES, STANDARD, VEIL, Ink, town_palettes
from tests.kiosk.settings.second_town import ARMS, PRESSED, PRIMARY, second_town

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 14 16">%s</svg>'
SHIELD = b'<path fill="#fff" d="M0 0h14v16H0z"/>'


def arms(tmp_path: Path, content: bytes) -> Arms:
    path = tmp_path / "arms"
    path.write_bytes(content)
    return Arms(path)


def png(width: int, height: int, colour: str = "white") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()


# --- The second town ---


def test_the_second_town_is_taken(tmp_path: Path) -> None:
    path = second_town(tmp_path)
    assert check(tmp_path) == []
    require_rules(path, load_settings(path))
    assert load_settings(path).town.colours == ColourSettings(PRIMARY, PRESSED)


def test_mistakes_have_file_line_and_remedy_at_check_and_at_start(tmp_path: Path) -> None:
    path = second_town(tmp_path, primary="#4C9900", pressed="#4C9901")
    lines = path.read_text("utf-8").splitlines()
    line = 1 + next(number for number, text in enumerate(lines) if "primary:" in text and "#4C9900" in text)
    found = check(tmp_path)
    assert found[0].startswith(f"{path}:{line}: town.colours.primary: white words on it have a contrast of 3.6 to 1")
    assert found[0].endswith("take the next darker shade, #326400")
    assert any(f"{path}:{line + 1}: town.colours.pressed: looks like primary" in mistake for mistake in found)
    with pytest.raises(ConfigurationError, match="the next darker shade"):
        require_rules(path, load_settings(path))


def test_missing_arms_and_broken_arms_are_named_by_line(tmp_path: Path) -> None:
    path = second_town(tmp_path)
    lines = path.read_text("utf-8").splitlines()
    line = 1 + next(number for number, text in enumerate(lines) if text.startswith("  arms:"))
    (tmp_path / "wappen.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg">\n<image href="/etc/x"/></svg>')
    (mistake,) = check(tmp_path)
    assert mistake.startswith(f"{path}:{line}: town.arms: wappen.svg:2 <image> is not taken: save it as")
    (tmp_path / "wappen.svg").unlink()
    assert f"{path}:{line}: town.arms: wappen.svg is no file" in check(tmp_path)[0]


def test_words_that_are_no_colour_are_refused(tmp_path: Path) -> None:
    path = second_town(tmp_path, primary="green")
    assert f"{path}:" in check(tmp_path)[0]
    assert "town.colours.primary" in check(tmp_path)[0]


# --- Colours ---


@pytest.mark.parametrize(
    ("primary", "pressed", "keys"),
    [
        (PRIMARY, PRESSED, []),
        ("#0B4A8F", "#072F5C", []),
        ("#7A0C2E", "#45051A", []),  # a wine red is not the red of mistakes
        ("#101010", "#4A4A4A", []),  # a very dark primary has a lighter pressed
        ("#0B4A8F", "#0B4A8F", ["pressed"]),
        ("#2E7D32", "#072F5C", ["primary"]),
        ("#A3150F", "#400000", ["primary"]),
        ("#00583C", "#00261A", ["primary"]),
        ("#7A4300", "#3A2000", ["primary"]),
        ("#0B4A8F", "#9FC5E8", ["pressed"]),
    ],
)
def test_which_pairs_are_possible(primary: str, pressed: str, keys: list[str]) -> None:
    assert [mistake.key for mistake in colour_mistakes(ColourSettings(primary, pressed))] == keys


_DARK = st.tuples(st.integers(0, 130), st.integers(0, 95), st.integers(0, 200))
_HEX = _DARK.map(lambda colour: "#{:02X}{:02X}{:02X}".format(*colour))


@settings(suppress_health_check=[HealthCheck.filter_too_much])  # which pairs pass is the point
@given(_HEX, _HEX)
def test_whatever_is_taken_works_wherever_the_pages_use_it(primary: str, pressed: str) -> None:
    assume(not list(colour_mistakes(ColourSettings(primary, pressed))))
    palette = town_palettes(rgb(primary), rgb(pressed))[next(iter(PALETTES))]
    veiled = 1 - VEIL[1]
    for ink in (Ink.PRIMARY, Ink.PRIMARY_EDGE, Ink.ICON):
        for ground in (Ink.BG, Ink.SURFACE, Ink.SURFACE2, Ink.INFO_BG):
            one, other = palette[ink], palette[ground]
            assert one is not None
            assert other is not None
            assert contrast(one, other) >= 3, f"{ink} on {ground}"
    for ink, ground in (
        (Ink.ON_PRIMARY, Ink.PRIMARY),
        (Ink.ON_PRESSED, Ink.PRESSED),
        (Ink.ON_FRAME, Ink.FRAME),
        (Ink.ON_FRAME_ACTIVE, Ink.FRAME_ACTIVE),
    ):
        one, other = palette[ink], palette[ground]
        assert one is not None
        assert other is not None
        assert contrast(one, other, veiled) >= 4.5, f"{ink} on {ground} under the veil"


def test_the_settings_know_the_colours_of_the_screens() -> None:
    tones = {"mistakes": Ink.DANGER, "success": Ink.SUCCESS, "warnings": Ink.WARN}
    assert {meaning: rgb(value) for meaning, value in MEANINGS.items()} == {
        k: STANDARD[ink] for k, ink in tones.items()
    }
    assert STANDARD[Ink.FRAME] == SHIPPED_PRIMARY
    assert HC_DARK[Ink.FRAME] == HC_LIGHT[Ink.FRAME] == STRONG_CONTRAST
    assert STANDARD[Ink.ON_PRIMARY] == STANDARD[Ink.ON_PRESSED] == WHITE


def test_strong_contrast_never_changes() -> None:
    own = town_palettes(rgb(PRIMARY), rgb(PRESSED))
    changed = [theme for theme in PALETTES if own[theme] != PALETTES[theme]]
    assert changed == [next(iter(PALETTES))]
    inks = {ink for ink in Ink if own[changed[0]][ink] != STANDARD[ink]}
    assert inks == {
        Ink.PRIMARY, Ink.PRESSED, Ink.PRIMARY_EDGE, Ink.FRAME, Ink.ON_FRAME_ACTIVE, Ink.ICON, Ink.DRAWING,
    }  # fmt: skip


# --- Arms ---


def test_arms_are_drawn_for_the_box_they_get(tmp_path: Path) -> None:
    shutil.copy(ARMS, tmp_path / "arms")
    for width, height in ((51, 58), LEAST_PX, (100, 58)):
        pixels = Arms(tmp_path / "arms").pixels(width, height)
        picture = Image.frombytes("RGBA", (width, height), pixels)
        box = picture.getchannel("A").getbbox()
        assert box is not None
        assert abs((box[0] + box[2]) - width) <= 2, "in the middle"
        assert box[3] - box[1] >= 0.95 * height, "as high as its box"


def test_the_placeholder_would_pass() -> None:
    path = shipped_config().parent / "screens" / "assets" / "drawings" / "arms-placeholder.svg"
    Arms(path).require_visible((SHIPPED_PRIMARY, STRONG_CONTRAST))


def test_a_png_is_taken_too(tmp_path: Path) -> None:
    arms(tmp_path, png(280, 320)).require_visible((SHIPPED_PRIMARY, STRONG_CONTRAST))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not XML"),
        (b"GIF89a", "is not XML"),
        (b"x" * (MAX_BYTES + 1), "is larger than"),
        (png(139, 400), "is 139 × 400 pixels"),
        (png(2049, 200), "is 2049 × 200 pixels"),
        (png(280, 320)[:200], "is a damaged PNG"),
        (SVG % b"\xff", "is not XML"),
        (SVG.replace(b"/2000/svg", b"/1999/html") % SHIELD, "holds no drawing"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?>' + SVG % b"<title>\xfc</title>", "is not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ArmsError) as refused:
        arms(tmp_path, content)
    assert words in refused.value.what
    assert refused.value.remedy


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(ArmsError, match="is no file"):
        Arms(tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SVG % b"", "shows nothing"),
        (SVG % b'<path fill="#fff" d="M4 0h4v16H4z"/>', "of the width"),
        (SVG % b'<path fill="#fff" d="M0 4h14v8H0z"/>', "height of its place"),
        (SVG % b'<path fill="#0A4080" d="M0 0h14v16H0z"/>', "hardly visible on #0B4A8F"),
        (SVG % b'<path fill="#5F8DBA" d="M0 0h14v16H0z"/>', "hardly visible on #0B4A8F"),
        (png(400, 160), "of its place"),
        (png(280, 320, "#101010"), "hardly visible"),
    ],
)
def test_what_nobody_would_see_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ArmsError) as refused:
        arms(tmp_path, content).require_visible((SHIPPED_PRIMARY, STRONG_CONTRAST))
    assert words in str(refused.value)


def test_dark_arms_are_refused_for_the_black_head_band_alone(tmp_path: Path) -> None:
    dark = arms(tmp_path, SVG % b'<path fill="#202020" d="M0 0h14v16H0z"/>')
    dark.require_visible([WHITE])
    with pytest.raises(ArmsError, match="#000000"):
        dark.require_visible([WHITE, STRONG_CONTRAST])


# --- A drawing from outside ---


@pytest.mark.parametrize(
    "inside",
    [
        b'<image href="file:///etc/passwd"/>',
        b"<script>alert(1)</script>",
        b"<style>@import url(x.css);</style>",
        b"<text>Mayen</text>",
        b"<foreignObject/>",
        b'<use href="other.svg#a"/>',
        b'<use xmlns:x="http://www.w3.org/1999/xlink" x:href="file:///etc/passwd"/>',
        b'<path d="M0 0h1" fill="url(http://a.example/x#g)"/>',
        b'<path d="M0 0h1" style="fill: URL( \'a.svg#g\')"/>',
        b'<path d="M0 0h1" style="fill:u\\72l(a.svg#g)"/>',
        b"<g>" * 40 + b"</g>" * 40,
        b"<g/>" * (MAX_ELEMENTS + 1),
        b'<use href="#a"/>' * (MAX_COPIES + 1),
        b"<?xml-stylesheet href='x.css'?>",
    ],
)
def test_a_drawing_leads_nowhere_and_has_an_end(inside: bytes) -> None:
    with pytest.raises(SvgError):
        check_svg(SVG % inside)


def test_entities_never_grow() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + SVG % b"<title>&b;</title>"
    with pytest.raises(SvgError, match="document type"):
        check_svg(bomb)


@pytest.mark.parametrize(
    "inside",
    [
        SHIELD,
        b'<defs><linearGradient id="g"/></defs><path d="M0 0h1" fill="url(#g)" clip-path=\'url("#c")\'/>',
        b'<x:view xmlns:x="http://draw.example" x:file="C:\\arms.svg" href="http://a.example/"/>' + SHIELD,
        b'<g id="a"/><use href="#a"/>',
    ],
)
def test_what_drawing_programs_write_is_taken(inside: bytes) -> None:
    check_svg(SVG % inside)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_check(content: bytes) -> None:
    with contextlib.suppress(SvgError):
        check_svg(content)


def test_a_picture_may_be_transparent_around_the_shield(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (280, 320))
    ImageDraw.Draw(picture).polygon([(0, 0), (279, 0), (279, 200), (140, 319), (0, 200)], fill="white")
    file = io.BytesIO()
    picture.save(file, "PNG")
    arms(tmp_path, file.getvalue()).require_visible((SHIPPED_PRIMARY, STRONG_CONTRAST))
