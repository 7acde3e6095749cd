"""Every kind of block, and the air between two of them."""

from typing import assert_never

from kiosk.dialogue.pages import (
    Block,
    Choices,
    CodePlate,
    Countdown,
    Counters,
    Devices,
    Drawing,
    DrawingPlate,
    ErrorSummary,
    Facts,
    Fields,
    Figure,
    Heading,
    Keyboard,
    KeyRow,
    ListRows,
    Notes,
    NumberPad,
    Paragraph,
    Receipt,
    Review,
    SecretFields,
    Section,
    StaffKeys,
    Steps,
    Tiles,
    Total,
    Waiting,
)
from kiosk.dialogue.settings_blocks import OptionRow, Switches
from screens.layout import fields, keyboard, keys, list_rows, plates, reading, settings, staff
from screens.layout import receipt as receipts
from screens.layout import review as reviews
from screens.layout.kit import Kit, Laid

_USUAL_GAP_MM = 12.0
_GAPS_MM: dict[tuple[type, type], float] = {
    (Heading, Choices): 7.3,
    (Heading, Facts): 3.0,
    (Heading, CodePlate): 14.0,
    (Heading, Paragraph): 6.0,
    (Heading, KeyRow): 8.0,
    (Heading, Tiles): 8.0,
    (Section, Tiles): 4.0,
    (Section, KeyRow): 4.0,
    (Section, Choices): 4.0,
    (Section, Paragraph): 3.0,
    (Section, Facts): 0.0,
    (Section, Steps): 3.0,
    (Section, Switches): 3.0,
    (OptionRow, OptionRow): 11.0,
    (OptionRow, Switches): 11.0,
    (Figure, Facts): 11.8,
    (Facts, Facts): 0.0,
    (KeyRow, Notes): 10.0,
    (KeyRow, KeyRow): 4.0,
    (Paragraph, Paragraph): 6.0,
    (Choices, Choices): 4.0,
    (Choices, Total): 6.0,
    (Heading, Fields): 9.6,
    (Heading, Review): 6.5,
    (Fields, Fields): 6.0,
    (Fields, Notes): 11.0,
    (Fields, Section): 9.0,
    (Notes, Notes): 6.0,
    (Notes, Facts): 6.0,
    (Receipt, Section): 13.4,
    (Review, Review): 7.0,
    (Receipt, Facts): 9.0,
    (Heading, SecretFields): 9.6,
    (Section, Counters): 4.0,
    (Section, Devices): 1.5,
    (Counters, Section): 12.0,
}
_BESIDE_ERROR_MM = 7.7
"""Between the question and a group of fields with a mistake."""
_PRESSED = (OptionRow, Switches, Choices, KeyRow, Tiles)
_BEFORE_SECTION_MM = 11.0
_TIGHT = 0.5
"""Share of a gap that is left when air gives way."""


def gap_between(kit: Kit, upper: Block, lower: Block) -> int:
    """Air between two blocks of one zone."""
    default = _BEFORE_SECTION_MM if isinstance(lower, Section) else _USUAL_GAP_MM
    usual = _GAPS_MM.get((type(upper), type(lower)), default)
    if isinstance(lower, Fields) and lower.error is not None:
        usual = _BESIDE_ERROR_MM
    if isinstance(upper, Review) and isinstance(lower, Review) and reviews.continues(lower):
        return 0
    gap = kit.roomy(usual, max(usual * _TIGHT, min(usual, 4.0)))
    pressed = isinstance(upper, _PRESSED) and isinstance(lower, _PRESSED)
    return max(gap, kit.between_keys) if pressed else gap


def lay_block(kit: Kit, block: Block, x: int, width: int, *, hint: bool, room: int) -> Laid:
    """Lays one block out from y = 0. `room` is the free height that a drawing may fill."""
    match block:
        case Heading():
            return reading.heading(kit, block, x, width, hint=hint)
        case Section():
            return reading.section(kit, block, x, width)
        case Paragraph():
            return reading.paragraph(kit, block, x, width)
        case Tiles():
            return keys.tiles(kit, block, x, width)
        case Choices():
            return keys.choices(kit, block, x, width)
        case KeyRow():
            return keys.key_row(kit, block, x, width)
        case Figure():
            return plates.figure(kit, block, x, width)
        case Facts():
            return reading.facts(kit, block, x, width)
        case Notes():
            return reading.notes(kit, block, x, width)
        case Steps():
            return reading.steps(kit, block, x, width)
        case CodePlate():
            return plates.code_plate(kit, block, x, width)
        case DrawingPlate():
            return plates.drawing_plate(kit, block, x, width)
        case Drawing():
            return plates.drawings(kit, block, x, width, room)
        case Countdown():
            return plates.countdown(kit, block, x, width)
        case Waiting():
            return plates.waiting(kit, block, x, width, keys.key_height(kit))
        case SecretFields() | Counters() | Devices() | StaffKeys():
            return _lay_staff_block(kit, block, x, width)
        case _:
            return _lay_form_block(kit, block, x, width)


def _lay_staff_block(kit: Kit, block: SecretFields | Counters | Devices | StaffKeys, x: int, width: int) -> Laid:
    """Blocks of the staff area."""
    match block:
        case SecretFields():
            return staff.secret_fields(kit, block, x, width)
        case Counters():
            return staff.counters(kit, block, x, width)
        case Devices():
            return staff.devices(kit, block, x, width)
        case StaffKeys():
            return staff.staff_keys(kit, block, x, width)


_FormBlock = Fields | ErrorSummary | Keyboard | NumberPad | Review | ListRows | Total | Receipt | OptionRow | Switches


def _lay_form_block(kit: Kit, block: _FormBlock, x: int, width: int) -> Laid:
    """Blocks of forms and of the settings."""
    match block:
        case Fields():
            return fields.fields(kit, block, x, width)
        case ErrorSummary():
            return fields.error_summary(kit, block, x, width)
        case Keyboard():
            return keyboard.keyboard(kit, block, x, width)
        case NumberPad():
            return keyboard.number_pad(kit, block, x, width)
        case Review():
            return reviews.review(kit, block, x, width)
        case ListRows():
            return list_rows.list_rows(kit, block, x, width)
        case Total():
            return reviews.total(kit, block, x, width)
        case Receipt():
            return receipts.receipt(kit, block, x, width)
        case OptionRow():
            return settings.option_row(kit, block, x, width)
        case Switches():
            return settings.switches(kit, block, x, width)
        case _:
            assert_never(block)
