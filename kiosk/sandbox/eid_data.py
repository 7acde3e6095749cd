"""What a reading tells, under the names that service files use (`eid.family_names`), as the card writes it.

Values are never repaired. Dates keep the card's eight signs, unknown parts as spaces. What a card leaves empty is
absent, and so is an address without structure: nobody can tell street and town in a free text, so the person is asked.
"""

from collections.abc import Callable, Iterable, Mapping

from devices.eid.data_groups import FreetextPlace, GroupValue, NoPlace, StructuredPlace, Text
from devices.eid.partial_date import PartialDate
from kiosk.portal.eid_contract import EidField

PREFIX = "eid."
MAX_VALUE = 1000
"""What the contract allows; a longer one is no value that a form could take."""


def _plain(value: GroupValue) -> str | None:
    match value:
        case str(text) | Text(text=text):
            return " ".join(text.split("\n")).replace("\r", "")
        case PartialDate():
            return str(value)
        case _:
            return None


def _place(value: GroupValue) -> str | None:
    """A place of birth: one text, or the town of a structured one."""
    match value:
        case (FreetextPlace(text),):
            return text
        case (StructuredPlace(city=city),):
            return city
        case _:
            return None


def _state(value: GroupValue) -> str | None:
    return value.country if isinstance(value, StructuredPlace) else _plain(value)


def _residence(part: str) -> Callable[[GroupValue], str | None]:
    """A part of the address. With several addresses nobody can tell which is meant."""

    def take(value: GroupValue) -> str | None:
        match value:
            case (StructuredPlace() as place,):
                found: str = getattr(place, part)
                return found
            case (NoPlace(),) | (FreetextPlace(),):
                return None
            case _:
                return None

    return take


_DATA: Mapping[str, tuple[int, Callable[[GroupValue], str | None]]] = {
    "document_type": (1, _plain),
    "issuing_state": (2, _state),
    "date_of_expiry": (3, _plain),
    "given_names": (4, _plain),
    "family_names": (5, _plain),
    "artistic_name": (6, _plain),
    "academic_title": (7, _plain),
    "date_of_birth": (8, _plain),
    "place_of_birth": (9, _place),
    "nationality": (10, _plain),
    "birth_name": (13, _plain),
    "street": (17, _residence("street")),
    "postcode": (17, _residence("zip_code")),
    "city": (17, _residence("city")),
    "country": (17, _residence("country")),
    "community_id": (18, _plain),
    "residence_permit": (19, _plain),
}
"""Name without prefix -> data group and how its value becomes one line (TR-03110-4 2.2.3.1)."""


def eid_field(name: str) -> EidField | None:
    """The field of the contract; None for what no data group holds (`restricted_id`)."""
    known = _DATA.get(name)
    return None if known is None else EidField(name=PREFIX + name, group=known[0])


def released(groups: Mapping[int, GroupValue], names: Iterable[str]) -> dict[str, str]:
    """The values of these fields (with prefix), as far as the card has them."""
    found: dict[str, str] = {}
    for name in names:
        group, take = _DATA[name.removeprefix(PREFIX)]
        value = take(groups[group]) if group in groups else None
        if value and len(value) <= MAX_VALUE:
            found[name] = value
    return found
