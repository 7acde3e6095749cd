"""What eyes and phones need of paper: letters of 5 mm in large print, the number largest, codes that can be read."""

import pytest
import zxingcpp
from PIL import Image, ImageOps

from devices.printer import Document, Note, Paragraph, profile_of
from devices.printer.document import Figure, Heading, Pair, Qr
from devices.printer.lines import QrLine, TextLine
from devices.printer.qr import MIN_SIDE_DOTS, QUIET_MODULES
from tests.kiosk.documents.golden import FOLDER, NAMES, sheet
from tests.kiosk.documents.paper import printed
from tests.kiosk.documents.samples import KINDS, LANGUAGES, document, wording

WITH_QR = [name for name in NAMES if any(isinstance(p, Qr) for p in document(name.split("-")[0], "de").parts)]
THREE_MM, FIVE_MM = 24, 40
CITIZENS = [kind for kind in KINDS if kind not in ("test_page", "readiness_report")]


@pytest.mark.parametrize("name", WITH_QR)
def test_an_independent_reader_reads_the_code_from_the_picture(name: str) -> None:
    kind, lang = name.split("-", maxsplit=1)[0], name.rpartition("-")[2]
    [wanted] = [part.data for part in document(kind, lang).parts if isinstance(part, Qr)]
    with Image.open(FOLDER / f"{name}.png") as golden:
        paper = golden.convert("L")
    [found] = [code for code in zxingcpp.read_barcodes(paper) if code.format == zxingcpp.BarcodeFormat.QRCode]
    assert found.text == wanted
    corners = found.position
    xs = [corners.top_left.x, corners.top_right.x, corners.bottom_left.x, corners.bottom_right.x]
    ys = [corners.top_left.y, corners.top_right.y, corners.bottom_left.y, corners.bottom_right.y]
    box = (min(xs), min(ys), max(xs) + 1, max(ys) + 1)
    assert min(box[2] - box[0], box[3] - box[1]) >= MIN_SIDE_DOTS - 2
    [line] = [line for line in sheet(name).lines if isinstance(line, QrLine)]
    assert _white_around(paper, box, QUIET_MODULES * line.module - 2)


def _white_around(paper: Image.Image, box: tuple[int, int, int, int], quiet: int) -> bool:
    """Whether `quiet` dots around the code are white and on the paper; two dots are the reader's own doubt."""
    left, top, right, bottom = box
    outer = (left - quiet, top - quiet, right + quiet, bottom + quiet)
    inside = outer[0] >= 0 and outer[1] >= 0 and outer[2] <= paper.width and outer[3] <= paper.height
    around = paper.crop(outer)
    around.paste(255, (quiet - 3, quiet - 3, quiet + right - left + 3, quiet + bottom - top + 3))
    return inside and around.getextrema() == (255, 255)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", CITIZENS)
@pytest.mark.parametrize("profile", ["epson-tm-t20iii", "epson-tm-t88", "generic-58"])
def test_large_print_is_large_and_the_number_largest(kind: str, lang: str, profile: str) -> None:
    made = printed(document(kind, lang, large=True), profile_of(profile))
    lines = [line for line in made.lines if isinstance(line, TextLine)]
    small = [line.text for line in lines if line.height < 3]
    parts = document(kind, lang).parts
    minor = {word for part in parts if isinstance(part, Note) for word in part.text.replace("\u00ad", "").split()}
    card = {word for part in parts if hasattr(part, "lines") for line in part.lines for word in line.split()}
    assert {word for text in small for word in text.split()} <= minor | card
    figures = [line for line in lines if line.tight]
    assert all(figure.height > line.height for figure in figures for line in lines if not line.tight)


@pytest.mark.parametrize("text", ["HEIZUNG", "ЩОДЕННО", "ŞIĞ", "ŁÓDŹ"])
@pytest.mark.parametrize("profile", ["epson-tm-t20iii", "generic-58"])
@pytest.mark.parametrize(("large", "dots"), [(False, THREE_MM), (True, FIVE_MM)])
def test_capitals_are_three_and_in_large_print_five_millimetres_high(
    text: str, profile: str, large: bool, dots: int
) -> None:
    picture = printed(Document("receipt", (Paragraph(text[0]),), large=large), profile_of(profile)).picture
    box = ImageOps.invert(picture.convert("L")).getbbox()
    assert box is not None
    assert box[3] - box[1] >= dots


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_word_is_cut_on_any_paper(kind: str, lang: str) -> None:
    for profile in ("epson-tm-t20iii", "epson-tm-t88", "generic-58"):
        for large in (False, True):
            made = printed(document(kind, lang, large=large), profile_of(profile))
            known = {word for part in document(kind, lang).parts for word in _words(part)}
            plain = {word.replace("\u00ad", "") for word in known} | {word.removesuffix("-") for word in known}
            for line in made.lines:
                if isinstance(line, TextLine) and not line.codec:
                    whole = {word.removesuffix("-") for word in f"{line.text} {line.right}".split()}
                    assert all(word in plain or _broken_well(word, known) for word in whole), line.text


def _words(part: object) -> list[str]:
    texts = [str(getattr(part, name, "")) for name in ("text", "label", "value", "caption")]
    texts += getattr(part, "lines", ())
    if type(part).__name__ == "PageSamples":
        texts += ["cp1252 cp852 cp858 iso8859_2 iso8859_15 cp1250 cp1251 cp1253 cp1254 cp1257"]
    return [word for text in texts for word in text.split()]


def _broken_well(piece: str, known: set[str]) -> bool:
    """A piece between soft hyphens, or one that ends or begins after "-" or "/"."""
    for word in known:
        pieces = word.replace("\u00ad", " ").replace("/", "/ ").replace("-", "- ").split()
        joined = {"".join(pieces[a:b]) for a in range(len(pieces)) for b in range(a + 1, len(pieces) + 1)}
        if {piece, f"{piece}-"} & joined:
            return True
    return False


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_reprint_says_so_first_and_large(lang: str, large: bool) -> None:
    again, first = document("reprint", lang, large=large), document("queue_ticket", lang, large=large)
    assert again.parts[0] == Heading(wording(lang)("paper.copy"), large=True)
    assert again.parts[-len(first.parts) :] == first.parts
    lines = [line for line in printed(again, profile_of("epson-tm-t20iii")).lines if isinstance(line, TextLine)]
    assert lines[0].bold
    assert lines[0].height >= 2


@pytest.mark.parametrize("kind", KINDS)
def test_arabic_paper_is_mirrored(kind: str) -> None:
    arabic, german = document(kind, "ar"), document(kind, "de")
    assert arabic.rtl
    assert not german.rtl
    made = printed(arabic, profile_of("epson-tm-t20iii"))
    right_half = ImageOps.invert(made.picture.convert("L")).crop((288, 0, 576, made.picture.height))
    left_half = ImageOps.invert(made.picture.convert("L")).crop((0, 0, 288, made.picture.height))
    if kind not in ("test_page", "payment_receipt"):
        assert sum(right_half.histogram()[128:]) > 1.5 * sum(left_half.histogram()[128:])


@pytest.mark.parametrize("kind", CITIZENS)
def test_numbers_and_codes_are_never_mirrored(kind: str) -> None:
    for lang in LANGUAGES:
        figures = [part.text for part in document(kind, lang).parts if isinstance(part, Figure)]
        reads = printed(document(kind, lang), profile_of("epson-tm-t20iii")).reads
        assert all(any(word in reads for word in figure.split()) for figure in figures)
        assert all(isinstance(part.label, str) for part in document(kind, lang).parts if isinstance(part, Pair))
