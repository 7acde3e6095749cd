"""Whose card it is: a YAML file becomes data groups and passwords. All people here are plainly invented.

    card: id_card                     generation, see `profiles`
    document_type: ID                 ID, AR (residence permit), UB (Union citizen)
    expires: "2034-10-31"
    given_names: ERIKA                upper case, as cards have it
    family_names: MUSTERFRAU
    born: "1964-08-12"                also "1964-08", "1964", ""
    birth_place: BERLIN
    address: {street: …, zip: …, city: …}        or   no_address: why there is none
    municipality: "02760503150000"    14 digits, or ""
    pin: "123456"                     five digits: the transport PIN
    can: "500540"
    puk: "9876543210"
    state: usable                     second_try, suspended, blocked, deactivated

`_File` has the rest. An empty text is a data group that is there and empty; null, or a missing key, one that is not
there. `raw_groups` gives whole groups in hex, by number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import msgspec
import yaml

from devices.eid.data_groups import (
    GROUPS,
    FreetextPlace,
    GroupValue,
    NoPlace,
    StructuredPlace,
    Text,
    encode_group,
)
from devices.eid.partial_date import PartialDate
from devices.eid.virtual_card.profiles import PROFILES, Profile

SHIPPED = Path(__file__).with_name("persons")


class PersonError(Exception):
    """A person's file that makes no card; the text names file and reason, never a value."""


class PinStart(Enum):
    """In which state the card leaves the office."""

    USABLE = "usable"
    SECOND_TRY = "second_try"
    SUSPENDED = "suspended"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"

    @property
    def tries(self) -> int:
        """The retry counter."""
        return {PinStart.SECOND_TRY: 2, PinStart.SUSPENDED: 1, PinStart.BLOCKED: 0}.get(self, 3)


class _Address(msgspec.Struct, forbid_unknown_fields=True):
    city: str
    street: str = ""
    zip: str = ""
    state: str = ""
    country: str = "D"


class _File(msgspec.Struct, forbid_unknown_fields=True):
    expires: str
    given_names: str
    family_names: str
    born: str
    pin: str
    can: str
    puk: str
    card: str = "id_card"
    document_type: str = "ID"
    issuing_state: str = "D"
    artistic_name: str | None = ""
    doctoral_degree: str | None = ""
    birth_place: str | None = None
    nationality: str | None = None
    sex: str | None = None
    birth_name: str | None = None
    issued: str | None = None
    address: _Address | None = None
    no_address: str | None = None
    municipality: str | None = None
    residence_permit: str | None = None
    residence_permit_more: str | None = None
    phone: str | None = None
    email: str | None = None
    raw_groups: dict[int, str] = {}
    state: PinStart = PinStart.USABLE


@dataclass(frozen=True, repr=False)
class Person:
    """What is put on a card. Personal: it has no repr.

    Attributes:
        name: of the file.
        groups: data groups as the card holds them, by number.
    """

    name: str
    profile: Profile
    groups: Mapping[int, bytes]
    pin: bytes
    can: bytes
    puk: bytes
    state: PinStart = PinStart.USABLE


def shipped_persons() -> list[str]:
    """The names of the persons that come with this package."""
    return sorted(file.stem for file in SHIPPED.glob("*.yaml"))


def find_person(name: str) -> Path:
    """The file of a shipped person, or the path itself if it names a file; raises PersonError."""
    shipped = SHIPPED / f"{name}.yaml"
    if name in shipped_persons():
        return shipped
    if Path(name).is_file():
        return Path(name)
    raise PersonError(f"no person {name!r}; there are {', '.join(shipped_persons())}, or give a file")


def load_person(path: Path) -> Person:
    """Read a person's file; raises PersonError."""
    try:
        return read_person(path.stem, path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PersonError(f"{path}: {type(error).__name__}") from error


def read_person(name: str, text: str) -> Person:
    """Make a person of YAML; raises PersonError."""
    try:
        file = msgspec.convert(yaml.safe_load(text), _File, str_keys=True)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise PersonError(f"{name}: {error}") from None
    if file.card not in PROFILES:
        raise PersonError(f"{name}: card: one of {', '.join(PROFILES)}")
    for key, lengths in (("pin", (5, 6)), ("can", (6,)), ("puk", (10,))):
        value: str = getattr(file, key)
        if not (value.isascii() and value.isdigit() and len(value) in lengths):
            raise PersonError(f"{name}: {key}: {' or '.join(map(str, lengths))} digits in quotes")
    try:
        groups = _groups(file)
    except ValueError:
        raise PersonError(f"{name}: a date, number, hex text or letter that the card cannot hold") from None
    pin, can, puk = (each.encode("ascii") for each in (file.pin, file.can, file.puk))
    return Person(name, PROFILES[file.card], groups, pin, can, puk, file.state)


def _groups(file: _File) -> dict[int, bytes]:
    values: dict[int, GroupValue | None] = {
        1: file.document_type,
        2: file.issuing_state,
        3: _date(file.expires),
        4: file.given_names,
        5: file.family_names,
        6: file.artistic_name,
        7: file.doctoral_degree,
        8: _date(file.born),
        9: None if file.birth_place is None else (FreetextPlace(file.birth_place),),
        10: file.nationality,
        11: file.sex,
        13: file.birth_name,
        15: None if file.issued is None else _date(file.issued),
        17: _residence(file),
        18: file.municipality,
        19: None if file.residence_permit is None else Text(file.residence_permit, compressed=True),
        20: None if file.residence_permit_more is None else Text(file.residence_permit_more),
        21: file.phone,
        22: file.email,
    }
    groups = {number: encode_group(number, value) for number, value in values.items() if value is not None}
    for number, content in file.raw_groups.items():
        if number not in GROUPS:
            raise ValueError("no such group")
        groups[number] = bytes.fromhex(content)
    return groups


def _residence(file: _File) -> GroupValue | None:
    if file.address is not None:
        place = file.address
        return (StructuredPlace(place.city, place.country, place.street, place.state, place.zip),)
    return None if file.no_address is None else (NoPlace(file.no_address),)


def _date(text: str) -> PartialDate:
    """A date as people write it in files, of which the smaller parts may be missing."""
    parts = [int(part) for part in text.split("-")] if text else []
    if len(parts) > 3:
        raise ValueError("not a date")
    return PartialDate(*parts)
