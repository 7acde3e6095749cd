"""Where things are: the numbers of the reference, and what must hold on every page in every look."""

from itertools import product
from types import ModuleType

import pytest

from kiosk.dialogue.pages import Appearance, Page, Size, focus_order
from screens.geometry import Rect
from screens.layout import Placed, lay_out
from screens.layout.placed import Code, Icon, Kind, Text, held
from screens.metrics import Metrics
from screens.text.fonts import Fonts
from tests.screens.checks import PORTRAIT, PX_PER_MM, every_look, key_faults, near, part, text_faults

PAGES = (
    "attract",
    "home",
    "queue_choice",
    "question",
    "ticket",
    "no_paper",
    "time_warning",
    "out_of_service",
    "card_left",
    "working",
    "language",
    "help",
    "about",
)


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts()


def place(fonts: Fonts, page: Page, window: tuple[int, int] = PORTRAIT, px_per_mm: float = PX_PER_MM) -> Placed:
    return lay_out(page, Metrics(*window, px_per_mm), fonts.width)


@pytest.fixture
def standard(samples: ModuleType, fonts: Fonts) -> dict[str, Placed]:
    return {name: place(fonts, build(Appearance())) for name, build in samples.PAGES.items()}


def test_every_sample_is_tested(samples: ModuleType) -> None:
    assert tuple(samples.PAGES) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_frame_never_moves(standard: dict[str, Placed], name: str) -> None:
    placed = standard[name]
    assert part(placed, "head").rect == Rect(0, 0, 1080, 87)
    assert part(placed, "utility").rect == Rect(0, 1811, 1080, 109)
    assert placed.emblem.x == 57
    fields = [p.rect for p in placed.parts if p.kind is Kind.UTILITY]
    assert all(abs(field.w - 137) <= 2 and field.h == 87 for field in fields)


# Measured in the reference pictures: x, y, right, bottom. Nav row to 2 px, other edges to 6 px.
EDGES = {
    ("home", "panel"): (0, 87, 1080, 855, 6),
    ("home", "home.queue"): (57, 956, 364, 1138, 6),
    ("home", "home.certificate"): (57, 1236, 529, 1367, 6),
    ("home", "home.conduct"): (551, 1382, 1023, 1513, 6),
    ("home", "home.search"): (57, 1695, 529, 1782, 2),
    ("home", "home.all"): (551, 1695, 1023, 1782, 2),
    ("attract", "panel"): (0, 87, 1080, 1144, 6),
    ("attract", "attract.start"): (57, 1188, 1023, 1334, 6),
    ("attract", "attract.lang.0"): (57, 1423, 287, 1503, 6),
    ("attract", "attract.hours"): (551, 1634, 1023, 1782, 6),
    ("queue_choice", "panel"): (0, 87, 1080, 539, 6),
    ("queue_choice", "matter.id"): (57, 731, 1023, 844, 6),
    ("queue_choice", "matter.other"): (57, 1371, 1023, 1484, 6),
    ("queue_choice", "tray"): (0, 1528, 1080, 1811, 2),
    ("queue_choice", "queue.more_time"): (57, 1564, 1023, 1666, 2),
    ("queue_choice", "queue.back"): (57, 1695, 364, 1782, 2),
    ("queue_choice", "queue.draw"): (386, 1695, 1023, 1782, 2),
    ("question", "panel"): (0, 87, 1080, 787, 6),
    ("question", "tray"): (0, 990, 1080, 1811, 6),
    ("question", "origin.moved"): (57, 1026, 1023, 1142, 6),
    ("question", "origin.unknown"): (57, 1550, 1023, 1666, 2),
    ("ticket", "panel"): (0, 87, 1080, 284, 6),
    ("ticket", "plate:ticket.take"): (57, 1286, 1023, 1619, 6),
    ("ticket", "divider:ticket.where"): (57, 750, 1023, 752, 6),
    ("ticket", "divider:ticket.call"): (57, 873, 1023, 875, 6),
    ("no_paper", "paper.code"): (57, 495, 491, 929, 6),
    ("no_paper", "divider:paper.desk"): (57, 1094, 1023, 1096, 6),
    ("no_paper", "paper.read"): (57, 1579, 1023, 1666, 2),
    ("time_warning", "tray"): (0, 1476, 1080, 1811, 2),
    ("time_warning", "time.more"): (57, 1520, 1023, 1666, 2),
    ("time_warning", "time.leave"): (57, 1695, 1023, 1782, 2),
    ("time_warning", "countdown:bar"): (220, 973, 860, 995, 6),
    ("out_of_service", "panel"): (0, 87, 1080, 908, 6),
    ("out_of_service", "divider:out.other"): (57, 1198, 1023, 1200, 6),
    ("out_of_service", "divider:out.home"): (57, 1444, 1023, 1446, 6),
    ("out_of_service", "out.fault"): (57, 1694, 1023, 1782, 2),
    ("card_left", "tray"): (0, 1509, 1080, 1811, 2),
    ("card_left", "card.note"): (57, 1545, 1023, 1666, 2),
    ("card_left", "card.help"): (57, 1695, 1023, 1782, 2),
    ("working", "tray"): (0, 1659, 1080, 1811, 2),
    ("working", "divider:work.2"): (57, 599, 1023, 601, 6),
    ("working", "work.safe"): (57, 972, 1023, 1093, 6),
}


@pytest.mark.parametrize(("name", "key"), EDGES)
def test_edges_are_where_the_reference_has_them(standard: dict[str, Placed], name: str, key: str) -> None:
    placed = standard[name]
    rect = placed.rects().get(key) or part(placed, key).rect
    *edges, by = EDGES[name, key]
    assert near(rect, *edges, by), f"{rect} is not {edges}"


BASELINES = {
    ("home", "Guten Tag"): 207,
    ("home", "Schnell erledigt"): 931,
    ("attract", "Willkommen"): 242,
    ("ticket", "B 047"): 535,
    ("no_paper", "HS 2026 4718"): 725,
    ("time_warning", "Brauchen Sie mehr Zeit?"): 764,
    ("card_left", "Er liegt noch auf dem Kartenfeld."): 225,
    ("home", "Leistung suchen"): 1746,
}


@pytest.mark.parametrize(("name", "text"), BASELINES)
def test_text_stands_where_the_reference_has_it(standard: dict[str, Placed], name: str, text: str) -> None:
    found = [shape for part in standard[name].parts for shape in part.shapes if getattr(shape, "text", "") == text]
    assert len(found) == 1
    assert abs(found[0].baseline - BASELINES[name, text]) <= 4


LINES = {
    ("attract", "attract.title"): ["Willkommen", "im Rathaus"],
    ("attract", "attract.text"): ["Hier erledigen Sie vieles selbst.", "In Ruhe und ohne Termin."],
    ("home", "home.appointment"): ["Ich habe einen", "Termin"],
    ("out_of_service", "out.title"): ["Dieses Terminal", "geht gerade nicht"],
    ("out_of_service", "out.text"): ["Wir arbeiten daran. Voraussichtlich ab", "14 Uhr geht es weiter."],
    ("card_left", "card.where"): ["Das Kartenfeld ist rechts unter dem Bildschirm"],
}


@pytest.mark.parametrize(("name", "node"), LINES)
def test_lines_break_where_the_reference_breaks_them(standard: dict[str, Placed], name: str, node: str) -> None:
    lines: dict[int, str] = {}
    for shape in part(standard[name], f"node:{node}").shapes:
        if isinstance(shape, Text):
            lines[shape.baseline] = lines.get(shape.baseline, "") + shape.text
    assert [lines[baseline] for baseline in sorted(lines)] == LINES[name, node]


def test_text_sizes(standard: dict[str, Placed]) -> None:
    sizes = {
        shape.text: shape.px for part in standard["home"].parts for shape in part.shapes if isinstance(shape, Text)
    }
    assert sizes["Was möchten Sie erledigen?"] == pytest.approx(42.8, abs=0.1)
    assert sizes["Schnell erledigt"] == pytest.approx(34.2, abs=0.2)
    assert sizes["Hund anmelden"] == pytest.approx(28.5, abs=0.1)
    assert sizes["kostenfrei"] == pytest.approx(24.3, abs=0.1)


def test_large_sizes_keep_captions_readable(samples: ModuleType, fonts: Fonts) -> None:
    for size, name in product((Size.L, Size.XL), PAGES):
        for p in place(fonts, samples.PAGES[name](Appearance(size=size))).parts:
            for shape in p.shapes:
                if isinstance(shape, Text):
                    assert shape.px * 0.689 / PX_PER_MM >= 7.33


# --- What holds everywhere ---


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_small_clipped_or_on_top_of_something(samples: ModuleType, fonts: Fonts, name: str) -> None:
    for size, theme, window, lang in every_look():
        page = samples.PAGES[name](Appearance(lang, size, theme))
        placed = place(fonts, page, window)
        faults = [*key_faults(placed), *text_faults(placed)]
        assert not faults, f"{name} {size.value} {theme.value} {window} {lang}: {faults}"
        assert set(placed.targets) == set(focus_order(page))


@pytest.mark.parametrize("name", PAGES)
def test_keys_are_unique(standard: dict[str, Placed], name: str) -> None:
    keys = [p.key for p in standard[name].parts]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("scale", [0.45, 0.6, 1.25])
def test_everything_scales_with_the_millimetre(samples: ModuleType, fonts: Fonts, scale: float) -> None:
    for name in PAGES:
        page = samples.PAGES[name](Appearance())
        whole = place(fonts, page)
        window = (round(1080 * scale), round(1920 * scale))
        small = place(fonts, page, window, PX_PER_MM * scale)
        for node, target in whole.targets.items():
            rect, scaled = target.rect, small.targets[node].rect
            expected = [round(value * scale) for value in (rect.x, rect.y, rect.right, rect.bottom)]
            assert near(scaled, *expected, by=round(8 * scale) + 4), f"{name} {node}: {scaled} is not {expected}"


def test_hit_area_is_half_the_gap_wider(standard: dict[str, Placed]) -> None:
    targets = standard["queue_choice"].targets
    first, second = targets["matter.id"], targets["matter.move"]
    assert first.hit is not None
    assert second.hit is not None
    assert 0 <= second.hit.y - first.hit.bottom <= 1
    x, y = first.rect.middle
    assert standard["queue_choice"].at(x, y) == "matter.id"
    assert standard["queue_choice"].at(540, 700) == ""


def test_held_key_sinks_and_loses_its_edge(standard: dict[str, Placed]) -> None:
    key = standard["home"].targets["home.search"]
    pressed = held(key, 2)
    assert key.face is not None
    assert pressed.face is not None
    assert pressed.face.lower == pressed.face.line < key.face.lower
    words = next(shape for shape in key.shapes if isinstance(shape, Text))
    sunk = next(shape for shape in pressed.shapes if isinstance(shape, Text))
    assert sunk.baseline == words.baseline + 2


def test_small_icons_have_a_thicker_line(standard: dict[str, Placed]) -> None:
    icons = [s for p in standard["home"].parts for s in p.shapes if isinstance(s, Icon)]
    assert {icon.stroke for icon in icons if icon.rect.w < 43} == {3.7}
    assert {icon.stroke for icon in icons if icon.rect.w > 43} == {3.0}


def test_unchanged_parts_are_equal(samples: ModuleType, fonts: Fonts) -> None:
    """What the painter relies on: another choice redraws two rows, not the page."""
    page = samples.queue_choice(Appearance())
    before = place(fonts, page)
    after = place(fonts, samples.queue_choice(Appearance()))
    assert before.parts == after.parts


def test_code_has_room_for_its_quiet_zone(standard: dict[str, Placed]) -> None:
    code = next(s for p in standard["no_paper"].parts for s in p.shapes if isinstance(s, Code))
    assert code.rect.w == code.rect.h >= 110 * PX_PER_MM
