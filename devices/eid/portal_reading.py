"""The portal's second batch: comparisons, pseudonyms and data groups, sealed so that the terminal cannot read along."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from devices.eid import commands
from devices.eid.apdu import EXTENDED_NE, Command, Response, decode_response
from devices.eid.chat import Right
from devices.eid.data_groups import GroupValue, decode_group
from devices.eid.faults import EidError, FaultCode
from devices.eid.link import expect_ok
from devices.eid.oids import AUX_BIRTH_DATE, AUX_EXPIRY, AUX_MUNICIPALITY
from devices.eid.portal_authentication import Proven, Wish
from devices.eid.relay import Batch, Wrap
from devices.eid.restricted_identification import SectorKey, identifier
from devices.eid.secure_messaging import SHORT_PLAIN
from devices.eid.tlv import total_length

_ABSENT = (0x6A82, 0x6A80, 0x6A88)
_DENIED = 0x6982
_READ = (0x9000, 0x6282, 0x6B00)


@dataclass(frozen=True, repr=False)
class Reading:
    """What the card has told. Personal: it has no repr.

    Attributes:
        groups: data groups by number; an absent one is missing.
        denied: groups that the card did not give although the holder granted them.
        unreadable: groups that are there and make no sense.
        born_until, valid_on, lives_within: comparisons; None: not asked for.
        pseudonym: of this holder in this sector.
    """

    groups: dict[int, GroupValue]
    denied: frozenset[int]
    unreadable: frozenset[int]
    born_until: bool | None
    valid_on: bool | None
    lives_within: bool | None
    pseudonym: bytes | None


@dataclass(frozen=True)
class Done:
    """The reading is complete."""

    reading: Reading = field(repr=False)


@dataclass(frozen=True)
class _Step:
    """A command, and who takes its answer."""

    command: Command
    take: Callable[[Response], None]


class ReadingPlan:
    """Which commands are due, and what their answers have brought so far."""

    def __init__(self, proven: Proven, wish: Wish, is_blocked: Callable[[bytes], bool], *, extended: bool) -> None:
        self._channel = proven.channel
        self._is_blocked = is_blocked
        self._ne = EXTENDED_NE if extended else SHORT_PLAIN
        self._raw: dict[int, bytes] = {}
        self._denied: set[int] = set()
        self._compared: dict[bytes, bool] = {}
        self._pseudonym: bytes | None = None
        self._continued = False
        self._steps = [
            _Step(commands.select_application(), _succeeded),
            *self._comparisons(wish),
            *self._identifications(proven, wish),
            *(_Step(commands.read_short_file(n, self._ne), partial(self._take_group, n)) for n in wish.chat.groups),
        ]

    def batch(self) -> Batch:
        """The commands that are due, sealed."""
        return Batch(tuple(self._channel.wrap_command(step.command) for step in self._steps), Wrap.NONE)

    def consume(self, responses: tuple[bytes, ...]) -> Batch | Done:
        """Take the answers to the last batch.

        Raises:
            EidError: those of `SecureChannel`, PORTAL_ORDER, STATUS_UNEXPECTED, CHIP_REVOKED, RI_MALFORMED.
        """
        if len(responses) > len(self._steps):
            raise EidError(FaultCode.PORTAL_ORDER)
        for raw, step in zip(responses, self._steps, strict=False):
            step.take(self._channel.unwrap_response(decode_response(raw)))
        if len(responses) < len(self._steps):
            raise EidError(FaultCode.PORTAL_ORDER)
        self._steps = self._rest()
        if self._steps:
            return self.batch()
        self._channel.close()
        return Done(self._reading())

    def close(self) -> None:
        """Overwrite the keys."""
        self._channel.close()

    def _comparisons(self, wish: Wish) -> list[_Step]:
        auxiliary = wish.auxiliary
        asked = {
            AUX_BIRTH_DATE: auxiliary.born_until,
            AUX_EXPIRY: auxiliary.valid_on,
            AUX_MUNICIPALITY: auxiliary.municipality or None,
        }
        return [
            _Step(commands.verify_auxiliary(oid), partial(self._take_comparison, oid))
            for oid, reference in asked.items()
            if reference is not None
        ]

    def _identifications(self, proven: Proven, wish: Wish) -> list[_Step]:
        """The revocation token for the block list, with the free key; the pseudonym, with the authorised one."""
        if wish.sector is None:
            return []
        steps = self._identification(proven, wish.sector, authorized=False, take=self._take_token)
        if Right.RESTRICTED_IDENTIFICATION in wish.chat.rights:
            steps += self._identification(proven, wish.sector, authorized=True, take=self._take_pseudonym)
        return steps

    def _identification(
        self, proven: Proven, sector: SectorKey, *, authorized: bool, take: Callable[[bytes, Response], None]
    ) -> list[_Step]:
        fitting = (
            info
            for info in proven.security.restricted_identification
            if info.authorized_only is authorized and info.oid == sector.oid
        )
        info = next(fitting, None)
        if info is None:
            raise EidError(FaultCode.RI_UNSUPPORTED)
        return [
            _Step(commands.set_chip_authentication(info.oid, info.key_id), _succeeded),
            _Step(commands.identify_restricted(sector.content()), partial(take, info.oid)),
        ]

    def _take_comparison(self, oid: bytes, answer: Response) -> None:
        if answer.status not in (0x9000, 0x6300):
            raise EidError(FaultCode.STATUS_UNEXPECTED, answer.status)
        self._compared[oid] = answer.ok

    def _take_token(self, oid: bytes, answer: Response) -> None:
        if self._is_blocked(identifier(expect_ok(answer), oid)):
            raise EidError(FaultCode.CHIP_REVOKED)

    def _take_pseudonym(self, oid: bytes, answer: Response) -> None:
        self._pseudonym = identifier(expect_ok(answer), oid)

    def _take_group(self, number: int, answer: Response) -> None:
        if answer.status == _DENIED:
            self._denied.add(number)
        elif answer.status in _READ:
            self._raw[number] = self._raw.get(number, b"") + answer.data
        elif answer.status not in _ABSENT:
            raise EidError(FaultCode.STATUS_UNEXPECTED, answer.status)

    def _rest(self) -> list[_Step]:
        """What is missing of groups that came in part; asked for once. What stays cut is unreadable."""
        steps: list[_Step] = []
        for number, raw in self._raw.items():
            missing = 0 if self._continued else _missing(raw)
            if missing:
                steps.append(_Step(commands.select_file(bytes([0x01, number])), _succeeded))
                take = partial(self._take_group, number)
                size = min(self._ne, len(raw))  # a card that gave less than was asked for has its reasons
                offsets = range(len(raw), len(raw) + missing, size)
                steps += [_Step(commands.read_binary(offset, size), take) for offset in offsets]
        self._continued = True
        return steps

    def _reading(self) -> Reading:
        groups: dict[int, GroupValue] = {}
        unreadable: set[int] = set()
        for number, raw in self._raw.items():
            try:
                groups[number] = decode_group(number, raw[: total_length(raw)])
            except EidError:
                unreadable.add(number)
        return Reading(
            groups=groups,
            denied=frozenset(self._denied),
            unreadable=frozenset(unreadable),
            born_until=self._compared.get(AUX_BIRTH_DATE),
            valid_on=self._compared.get(AUX_EXPIRY),
            lives_within=self._compared.get(AUX_MUNICIPALITY),
            pseudonym=self._pseudonym,
        )


def _succeeded(answer: Response) -> None:
    expect_ok(answer)


def _missing(raw: bytes) -> int:
    """How many bytes are missing; none where the beginning makes no sense, that shows later."""
    try:
        wanted = total_length(raw)
    except EidError:
        return 0
    if wanted is None or wanted > commands.MAX_OFFSET:
        return 0
    return max(0, wanted - len(raw))
