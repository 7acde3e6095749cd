"""Layout: nothing wider than the paper, no word lost, the number as large as fits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.printer import Document, Figure, Heading, Pair, Paragraph, Part, Qr, Rule
from devices.printer.layout import Feed, QrLine, RuleLine, TextLine, lay_out, length_mm, paper_format
from devices.printer.qr import MIN_SIDE_DOTS, QUIET_MODULES
from devices.printer.virtual import pictures

COLUMNS = (32, 42, 48)


def texts(columns: int, *parts: Part) -> list[TextLine]:
    lines = lay_out(Document("test_page", parts), paper_format(columns))
    return [line for line in lines if isinstance(line, TextLine)]


def half_cells(line: TextLine) -> int:
    """Width in half cells of the smallest size."""
    blanks = line.text.count(" ") if line.tight else 0
    return line.width * (2 * (len(line.text) + len(line.right)) - blanks)


anything = st.text(st.characters(codec="utf-8"), max_size=120)
parts = st.one_of(
    st.builds(Heading, anything, st.booleans()),
    st.builds(Paragraph, anything, st.booleans()),
    st.builds(Figure, anything),
    st.builds(Pair, anything, anything),
    st.just(Rule()),
)


@pytest.mark.parametrize("columns", COLUMNS)
@given(parts=st.lists(parts, max_size=6))
def test_no_line_is_wider_than_the_paper(columns: int, parts: list[Part]) -> None:
    paper = paper_format(columns)
    for line in texts(columns, *parts):
        assert half_cells(line) <= 2 * paper.text_columns * (1.25 if line.drawn else 1)  # a picture is narrowed
        assert paper.margin + line.width * 12 <= paper.dots


@pytest.mark.parametrize("columns", COLUMNS)
@given(text=st.lists(st.text("abcäöüß€„“–.123", min_size=1, max_size=60), max_size=30).map(" ".join))
def test_no_word_is_lost_or_split_without_need(columns: int, text: str) -> None:
    lines = [line.text for line in texts(columns, Paragraph(text))]
    assert "".join("".join(lines).split()) == "".join(text.split())
    width = paper_format(columns).text_columns
    printed = set(" ".join(lines).split())
    assert all(word in printed for word in text.split() if len(word) <= width)


@given(text=anything)
def test_no_control_character_reaches_a_line(text: str) -> None:
    for line in texts(48, Paragraph(text), Heading(text), Pair(text, text), Figure(text)):
        assert all(ord(char) >= 0x20 and not 0x7F <= ord(char) < 0xA0 for char in line.text + line.right)


@pytest.mark.parametrize(("columns", "size"), [(32, 7), (42, 8), (48, 8)])
def test_queue_number_is_whole_and_dominates(columns: int, size: int) -> None:
    [line] = texts(columns, Figure("B 047"))
    assert (line.text, line.width, line.height, line.bold) == ("B 047", size, size, True)


def test_long_figure_shrinks_and_an_endless_one_wraps() -> None:
    [case_number] = texts(32, Figure("HS 2026 4718"))
    assert case_number.width == 2
    assert [line.width for line in texts(32, Figure("9" * 70))] == [1, 1, 1]


def test_large_heading_is_double_up_to_two_lines() -> None:
    [short] = texts(48, Heading("Stadt Mayen", large=True))
    assert (short.width, short.height) == (2, 2)
    two = texts(48, Heading("Verbandsgemeinde Bad Kreuznach", large=True))
    assert [(line.text, line.width) for line in two] == [("Verbandsgemeinde Bad", 2), ("Kreuznach", 2)]
    long = texts(48, Heading("Verbandsgemeindeverwaltung im Landkreis Bad Kreuznach und Umgebung", large=True))
    assert {(line.width, line.height) for line in long} == {(1, 2)}


def test_large_heading_never_cuts_a_word() -> None:
    [line] = texts(32, Heading("Wohnungsgeberbestätigung", large=True))
    assert (line.text, line.width, line.height) == ("Wohnungsgeberbestätigung", 1, 2)
    parted = texts(32, Heading("Wohnungsgeber\u00adbestätigung", large=True))
    assert [(line.text, line.width) for line in parted] == [("Wohnungsgeber-", 2), ("bestätigung", 2)]


def test_pair_stands_at_both_edges_or_one_under_the_other() -> None:
    assert texts(48, Pair("Kosten", "0,00 Euro")) == [TextLine("Kosten", right="0,00 Euro")]
    assert texts(32, Pair("Zuständige Stelle", "Bürgerbüro im Rathaus")) == [
        TextLine("Zuständige Stelle"),
        TextLine("Bürgerbüro im Rathaus"),
    ]


def test_number_and_unit_stay_together() -> None:
    lines = [line.text for line in texts(32, Paragraph("Bitte halten Sie genau 1234 12\u00a0Euro bereit"))]
    assert any("12\u00a0Euro" in line for line in lines)


def test_decomposed_umlauts_and_typographic_blanks_become_ordinary_ones() -> None:
    [line] = texts(48, Paragraph("Bu\u0308rger z.\u202fB. Ver\u00adwaltung"))
    assert line.text == "Bürger z.\u00a0B. Verwaltung"


@pytest.mark.parametrize("columns", COLUMNS)
@settings(max_examples=30, deadline=None)
@given(data=st.text("ABCDEFabcdef0123456789/.:-", min_size=1, max_size=90))
def test_qr_is_large_enough_and_fits_with_its_quiet_zone(columns: int, data: str) -> None:
    paper = paper_format(columns)
    lines = lay_out(Document("queue_ticket", (Paragraph("x"), Qr(data, "y"))), paper)
    at, qr = next((i, line) for i, line in enumerate(lines) if isinstance(line, QrLine))
    side = pictures.qr(data.encode(), qr.module, level=1).width
    assert MIN_SIDE_DOTS <= side <= paper.dots - 2 * QUIET_MODULES * qr.module
    assert qr.indent >= QUIET_MODULES * qr.module
    assert lines[at - 1] == lines[at + 1] == Feed(QUIET_MODULES * qr.module)


def test_qr_that_cannot_fit_is_a_mistake_with_a_remedy() -> None:
    with pytest.raises(ValueError, match="shorten"):
        lay_out(Document("queue_ticket", (Qr("x" * 700),)), paper_format(48))
    with pytest.raises(ValueError, match="something to say"):
        lay_out(Document("queue_ticket", (Qr(""),)), paper_format(48))


def test_rules_have_air_and_feeds_are_merged() -> None:
    lines = lay_out(Document("test_page", (Paragraph("a"), Rule(), Figure("1"), Rule())), paper_format(48))
    assert [type(line) for line in lines] == [TextLine, Feed, RuleLine, Feed, TextLine, Feed, RuleLine, Feed]
    assert length_mm(lines) > 20


def test_unknown_paper_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="32, 42, 48"):
        paper_format(40)
