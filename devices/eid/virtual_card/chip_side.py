"""What the chip does for a terminal that has authenticated: its own authentication, pseudonyms, comparisons."""

from collections.abc import Mapping
from dataclasses import dataclass

from devices.eid import chip_authentication, restricted_identification
from devices.eid.apdu import Command
from devices.eid.auxiliary import is_born_until, is_valid_on, lives_within
from devices.eid.chat import Right
from devices.eid.curves import KeyPair, RandomBytes
from devices.eid.data_groups import decode_group
from devices.eid.oids import AUX_BIRTH_DATE, AUX_EXPIRY, AUX_MUNICIPALITY
from devices.eid.partial_date import PartialDate
from devices.eid.secure_messaging import SecureChannel
from devices.eid.tlv import Objects, parse_all, parse_one
from devices.eid.virtual_card.personalise import RI_OID
from devices.eid.virtual_card.profiles import PSEUDONYM_KEY, Profile
from devices.eid.virtual_card.session import RefusalError, Session

_BAD_DATA, _UNKNOWN, _FAILED, _CONDITIONS, _DENIED, _OK = 0x6A80, 0x6A88, 0x6300, 0x6985, 0x6982, 0x9000


@dataclass(frozen=True)
class ChipKeys:
    """The private keys of one card."""

    profile: Profile
    authentication: Mapping[int, KeyPair]
    pseudonyms: Mapping[int, KeyPair]

    def is_authentication(self, oid: bytes) -> bool:
        """Whether this protocol is one of Chip Authentication's that the card offers."""
        return any(plan.oid == oid for plan in self.profile.chip_keys)


def choose_key(session: Session, command: Command, keys: ChipKeys) -> None:
    """MSE:SET AT for Chip Authentication or Restricted Identification; raises RefusalError, EidError."""
    if session.rights is None:
        raise RefusalError(_DENIED)
    objects = Objects(parse_all(command.data))
    oid, number = objects.take(0x80), objects.take_optional(0x84)
    objects.done()
    key_id = None if number is None else int.from_bytes(number, "big")
    if oid == RI_OID:
        _check_pseudonym_key(session, key_id, keys)
    else:
        key_id = _authentication_key(session, oid, key_id, keys)
    session.chosen = (oid, key_id)


def _check_pseudonym_key(session: Session, key_id: int | None, keys: ChipKeys) -> None:
    if key_id not in keys.pseudonyms:
        raise RefusalError(_UNKNOWN)
    free = key_id != PSEUDONYM_KEY
    if not session.genuine or not (free or session.has(Right.RESTRICTED_IDENTIFICATION)):
        raise RefusalError(_DENIED)


def _authentication_key(session: Session, oid: bytes, key_id: int | None, keys: ChipKeys) -> int:
    if session.genuine:
        raise RefusalError(_CONDITIONS)
    allowed = [
        plan.key_id
        for plan in keys.profile.chip_keys
        if plan.oid == oid and (not plan.privileged or session.has(Right.PRIVILEGED_TERMINAL))
    ]
    fitting = allowed if key_id is None else [each for each in allowed if each == key_id]
    if len(fitting) != 1:
        raise RefusalError(_UNKNOWN)
    return fitting[0]


def prove_chip(session: Session, command: Command, keys: ChipKeys, random: RandomBytes) -> tuple[bytes, SecureChannel]:
    """Chip Authentication: data of the answer, and the channel for what follows; raises RefusalError, EidError."""
    oid, key_id = _chosen(session)
    if session.genuine or session.announced is None or key_id is None:
        raise RefusalError(_CONDITIONS)
    nonce = random(chip_authentication.NONCE_BYTES)
    answer = chip_authentication.answer_terminal(
        keys.authentication[key_id], oid, command.data, session.announced.compressed_key, nonce
    )
    session.genuine, session.chosen = True, None
    return answer.data, answer.channel


def identify(session: Session, command: Command, keys: ChipKeys) -> bytes:
    """Restricted Identification: data of the answer; raises RefusalError, EidError."""
    oid, key_id = _chosen(session)
    if key_id is None or session.terminal is None:
        raise RefusalError(_CONDITIONS)
    session.chosen = None
    terminal = session.terminal
    return restricted_identification.answer_sector(
        keys.pseudonyms[key_id],
        oid,
        command.data,
        terminal.extensions.sector_hashes,
        terminal.public_key.hash_name,
    )


def compare(session: Session, command: Command, groups: Mapping[int, bytes]) -> int:
    """VERIFY of auxiliary data: 9000 or 6300 without telling why; raises RefusalError, EidError."""
    if not session.genuine:
        raise RefusalError(_DENIED)
    oid = parse_one(command.data, 0x06).value
    auxiliary = session.auxiliary
    if oid == AUX_BIRTH_DATE:
        _need(session, Right.AGE_VERIFICATION)
        if auxiliary.born_until is None:
            raise RefusalError(_UNKNOWN)
        holds = is_born_until(_date(groups[8]), auxiliary.born_until)
    elif oid == AUX_EXPIRY:
        if auxiliary.valid_on is None:
            raise RefusalError(_UNKNOWN)
        holds = is_valid_on(_date(groups[3], number=3), auxiliary.valid_on)
    elif oid == AUX_MUNICIPALITY:
        _need(session, Right.MUNICIPALITY_VERIFICATION)
        if not auxiliary.municipality:
            raise RefusalError(_UNKNOWN)
        holds = 18 in groups and lives_within(str(decode_group(18, groups[18])), auxiliary.municipality)
    else:
        raise RefusalError(_UNKNOWN)
    return _OK if holds else _FAILED


def _date(content: bytes, *, number: int = 8) -> PartialDate:
    found = decode_group(number, content)
    if not isinstance(found, PartialDate):
        raise RefusalError(_BAD_DATA)
    return found


def _need(session: Session, right: Right) -> None:
    if not session.has(right):
        raise RefusalError(_DENIED)


def _chosen(session: Session) -> tuple[bytes, int | None]:
    if session.chosen is None:
        raise RefusalError(_CONDITIONS)
    return session.chosen
