"""Every sample page in every look: checks without a window for all, real pictures and contact sheets for some.

    .venv/bin/python tests/screens/pictures.py --out build/looks [--sample]

Laid out and checked: page x size x theme x orientation x reach x language. Drawn in a real window, looked at pixel by
pixel and put on a contact sheet for each theme: standard in M and strong contrast in XL, both orientations. What is
wrong stands in `faults.txt` and makes the exit code 1. What a picture cannot say, people must: look at the sheets.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice, product
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from kiosk.dialogue.pages import Appearance, Page, Size, Theme, focus_order
from kiosk.settings.contrast import contrast
from screens.focus import Focus, Step
from screens.inks import PALETTES, Ink
from screens.layout import Placed, lay_out
from screens.layout.placed import Kind, Text
from screens.metrics import CAP_PER_EM, Metrics
from screens.text.fonts import Fonts
from tests.screens.checks import LANDSCAPE, PORTRAIT, PX_PER_MM, key_faults, left_out, lone_field, text_faults
from tests.screens.every_page import ONE_LANGUAGE, PAGES
from tests.screens.windows import Window, own_display

DRAWN = ((Size.M, Theme.STANDARD), (Size.XL, Theme.HC_DARK))
LEAST_CONTRAST, WANTED_CONTRAST = 4.5, 7.0
LEAST_LARGE_CAP_MM = 7.33
_SAMPLED = ("home", "name_question", "settings", "home_ar", "real.Confirm.1")
_SETTLE_S = 0.12
SQUINT = 8
PER_SHEET = 24


def metrics(window: tuple[int, int]) -> Metrics:
    return Metrics(*window, PX_PER_MM)


def looks() -> Iterator[tuple[Appearance, tuple[int, int]]]:
    """Every way of seeing a page."""
    for size, theme, window, reach, lang in product(Size, Theme, (PORTRAIT, LANDSCAPE), (False, True), ("de", "en")):
        yield Appearance(lang, size, theme, reach=reach), window


def placed_faults(page: Page, placed: Placed) -> Iterator[str]:
    """What is wrong with a page before it is drawn."""
    yield from (fault for fault in (*key_faults(placed), *text_faults(placed)) if not lone_field(page, fault))
    yield from (f"{node} is not shown" for node in left_out(page, placed))
    if set(placed.targets) != set(focus_order(page)):
        yield "not all that can be pressed is there"
    if page.appearance.size in (Size.L, Size.XL):
        yield from (f"{text.text!r} is too small" for text in texts(placed) if cap_mm(text) < LEAST_LARGE_CAP_MM)


def texts(placed: Placed) -> Iterator[Text]:
    """Everything that is written; samples of sizes on the settings page are pictures."""
    for part in placed.parts:
        yield from (s for s in part.shapes if isinstance(s, Text) and not (part.kind is Kind.CHOICE and s.text == "A"))


def cap_mm(text: Text) -> float:
    return text.px * CAP_PER_EM / PX_PER_MM


def all_placed_faults(fonts: Fonts, every: int) -> tuple[int, list[str]]:
    """Checks each `every`th page and look; how many, and what is wrong."""
    faults: list[str] = []
    count = 0
    for name, (look, window) in islice(product(PAGES, looks()), 0, None, every):
        if name in ONE_LANGUAGE and (look.lang != "de" or look.reach):
            continue
        page = PAGES[name](look)
        placed = lay_out(page, metrics(window), fonts.width)
        faults += (f"{title(name, look, window)}: {fault}" for fault in placed_faults(page, placed))
        count += 1
    return count, faults


def title(name: str, look: Appearance, window: tuple[int, int]) -> str:
    way = "portrait" if window == PORTRAIT else "landscape"
    return f"{name} {look.lang} {look.size.value} {look.theme.value} {way}{' reach' if look.reach else ''}"


# --- Pixels ---


def seen_contrast(picture: Image.Image, text: Text) -> float:
    """Between the commonest colour under a text, its ground, and the one farthest from it, its strokes."""
    box = text.rect.inset(0, round(text.px * 0.2), 0, round(text.px * 0.15))
    colours = picture.crop((box.x, box.y, box.right, box.bottom)).getcolors(1 << 16) or []
    if len(colours) < 2:
        return 1.0
    ground = max(colours)[1]
    return max(contrast(colour, ground) for _, colour in colours)  # type: ignore[arg-type]  # RGB has triples


def pixel_faults(picture: Image.Image, placed: Placed) -> Iterator[str]:
    """Words that are not there, or hardly."""
    for text in texts(placed):
        if text.text.strip():
            ratio = seen_contrast(picture, text)
            if ratio < LEAST_CONTRAST:
                yield f"{text.text!r} has a contrast of {ratio:.1f}"


def ring_faults(picture: Image.Image, page: Page, placed: Placed) -> Iterator[str]:
    """After one step of the keypad the ring stands around its node on all four sides, as far as there is glass."""
    focus = Focus()
    focus.show(page)
    focus.step(Step.NEXT)
    part = placed.targets[focus.node]
    band = placed.ring_mm
    box = part.rect.grown(band + band // 2)
    middle = (part.rect.x + part.rect.w // 2, part.rect.y + part.rect.h // 2)
    points = [(box.x, middle[1]), (box.right - 1, middle[1]), (middle[0], box.y), (middle[0], box.bottom - 1)]
    bright = PALETTES[page.appearance.theme][Ink.FOCUS_BRIGHT]
    seen = [picture.getpixel(at) for at in points if 0 <= at[0] < picture.width and 0 <= at[1] < picture.height]
    if not seen or any(colour != bright for colour in seen):
        yield f"no ring around {focus.node}"


def drawn_faults(fonts: Fonts, out: Path, names: Iterable[str]) -> tuple[int, list[str]]:
    """Draws pages in a real window and looks at them; contact sheets go to `out`."""
    faults: list[str] = []
    count = 0
    with own_display("1920x1920") as display:
        for (size, theme), window in product(DRAWN, (PORTRAIT, LANDSCAPE)):
            look = Appearance("de", size, theme)
            pictures: list[tuple[str, Image.Image]] = []
            with tempfile.TemporaryDirectory() as home:
                opened = Window(display, Path(home), "time_warning_later", size.value, theme.value, *map(str, window))
                for name in names:
                    picture, wrong = _drawn(opened, fonts, name, look, window)
                    pictures.append((name, picture))
                    faults += (f"{title(name, look, window)}: {fault}" for fault in wrong)
                    count += 1
                opened.close()
            way = "portrait" if window == PORTRAIT else "landscape"
            save_sheets(out, f"{theme.value}-{size.value}-{way}", pictures, window)
    return count, faults


def _drawn(
    opened: Window, fonts: Fonts, name: str, look: Appearance, window: tuple[int, int]
) -> tuple[Image.Image, list[str]]:
    page = PAGES[name](look)
    placed = lay_out(page, metrics(window), fonts.width)
    opened.command("look", json.dumps({"lang": look.lang, "size": look.size.value, "theme": look.theme.value}))
    between = "out_of_service" if page.id == "attract" else "attract"
    for due, shown in ((between, between.replace("_", ".")), (name, page.id)):
        opened.command("page", due)  # another page between two states: an equal one would not be drawn again
        while opened.page != shown:
            opened.expect("shown")
    time.sleep(_SETTLE_S)
    picture = opened.picture().crop((0, 0, *window))
    faults = list(pixel_faults(picture, placed))
    opened.key("Tab")
    time.sleep(_SETTLE_S)
    if placed.targets:
        faults += ring_faults(opened.picture().crop((0, 0, *window)), page, placed)
        opened.down(window[0] // 2, 10)  # a touch beside all keys hides the ring again
        opened.up()
    return picture, faults


def save_sheets(out: Path, name: str, pictures: list[tuple[str, Image.Image]], window: tuple[int, int]) -> None:
    """Contact sheets of one look: as it is, without colours, and as somebody sees it who squints."""
    for number, start in enumerate(range(0, len(pictures), PER_SHEET), 1):
        part = pictures[start : start + PER_SHEET]
        for kind, change in (("", None), ("grey-", grey), ("blurred-", blurred)):
            shown = [(title, change(picture) if change else picture) for title, picture in part]
            contact_sheet(shown, window).save(out / f"{kind}{name}-{number}.png")


def grey(picture: Image.Image) -> Image.Image:
    """Without colours: every state must still be clear."""
    return ImageOps.grayscale(picture).convert("RGB")


def blurred(picture: Image.Image) -> Image.Image:
    """At an eighth of its size: one dark key, one heading, one tray should be left."""
    small = picture.reduce(SQUINT).filter(ImageFilter.BoxBlur(1))
    return small.resize(picture.size, Image.Resampling.BILINEAR)


def contact_sheet(pictures: list[tuple[str, Image.Image]], window: tuple[int, int]) -> Image.Image:
    """All pages of one look side by side, large enough to read headings."""
    columns, scale, gap, caption = (8, 0.3, 16, 24) if window == PORTRAIT else (4, 0.3, 16, 24)
    wide, high = round(window[0] * scale), round(window[1] * scale)
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (wide + gap) + gap, rows * (high + gap + caption) + gap), "#808080")
    draw = ImageDraw.Draw(sheet)
    for number, (name, picture) in enumerate(pictures):
        x, y = gap + number % columns * (wide + gap), gap + number // columns * (high + gap + caption)
        draw.text((x, y), name, fill="#ffffff")
        sheet.paste(picture.resize((wide, high), Image.Resampling.LANCZOS), (x, y + caption))
    return sheet


def run(out: Path, *, sample: bool) -> tuple[str, list[str]]:
    """Checks and draws; one line of figures, and what is wrong."""
    out.mkdir(parents=True, exist_ok=True)
    fonts = Fonts()
    placed, faults = all_placed_faults(fonts, 29 if sample else 1)
    drawn, more = drawn_faults(fonts, out, _SAMPLED if sample else PAGES)
    faults += more
    (out / "faults.txt").write_text("".join(f"{fault}\n" for fault in faults), encoding="utf-8")
    return f"{placed} pages laid out, {drawn} drawn, {len(faults)} faults; sheets: {out}", faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder for contact sheets and faults.txt")
    parser.add_argument("--sample", action="store_true", help="a bounded part of it")
    options = parser.parse_args()
    figures, faults = run(options.out, sample=options.sample)
    sys.stdout.write("".join(f"{line}\n" for line in (*faults, figures)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
