"""PACE, the chip's side: five commands in a fixed order, each step once (TR-03110-3 B.1, ICAO 9303-11 4.4.4)."""

import hmac
from dataclasses import dataclass
from enum import Enum, auto

from devices.eid import commands
from devices.eid.apdu import Command
from devices.eid.chat import CHAT, Chat, Role, parse_chat
from devices.eid.curves import KeyPair, Point, RandomBytes, decode_point, generate
from devices.eid.faults import EidError
from devices.eid.kdf import SessionKeys, session_keys
from devices.eid.key_agreement import shared_secret
from devices.eid.pace import PasswordKind, map_generator
from devices.eid.secure_messaging import BLOCK, encrypt_block_chain, token_mac
from devices.eid.security_infos import PaceInfo
from devices.eid.tlv import Objects, encode, parse_all, parse_one
from devices.eid.virtual_card.session import RefusalError

_BAD_DATA, _UNKNOWN, _OUT_OF_ORDER, _CHAIN_OPEN = 0x6A80, 0x6A88, 0x6985, 0x6883


class Step(Enum):
    """Which command is due; each name says what it brings."""

    NONCE = auto()
    MAP = auto()
    KEY = auto()
    TOKEN = auto()


@dataclass(frozen=True)
class Announced:
    """What MSE:SET AT asked for."""

    info: PaceInfo
    password: PasswordKind
    chat: Chat | None


@dataclass(frozen=True)
class Judged:
    """The last command came: whether the terminal knew the password, and what follows if so."""

    matches: bool
    keys: SessionKeys
    token: bytes
    id_picc: bytes


def announced(data: bytes, offered: tuple[PaceInfo, ...]) -> Announced:
    """Read MSE:SET AT; raises RefusalError."""
    try:
        objects = Objects(parse_all(data))
        oid, reference = objects.take(0x80), objects.take(0x83)
        parameters, rights = objects.take_optional(0x84), objects.take_optional(CHAT)
        objects.done()
        chat = None if rights is None else parse_chat(encode(CHAT, rights))
    except EidError:
        raise RefusalError(_BAD_DATA) from None
    if chat is not None and chat.role is not Role.TERMINAL:
        raise RefusalError(_BAD_DATA)
    fitting = [info for info in offered if info.oid == oid]
    if parameters is not None:
        fitting = [info for info in fitting if bytes([info.curve.parameter_id]) == parameters]
    elif len(offered) > 1:
        raise RefusalError(_UNKNOWN)  # ambiguous: the terminal has to name the parameters
    kinds = [kind for kind in PasswordKind if bytes([kind.value]) == reference]
    if not fitting or not kinds:
        raise RefusalError(_UNKNOWN)
    return Announced(fitting[0], kinds[0], chat)


class PaceRun:
    """One run. `advance` takes the next GENERAL AUTHENTICATE; the run is over once it raises or judges."""

    def __init__(self, asked: Announced, key: bytes, random: RandomBytes, *, resumed: bool) -> None:
        """`key`: K_pi. `resumed`: the run goes through a session that the CAN has opened."""
        self.asked = asked
        self.resumed = resumed
        self.begun = False
        self._curve = asked.info.curve
        self._key = key
        self._random = random
        self._due = Step.NONCE
        self._nonce = b""
        self._base: Point | None = None
        self._own: KeyPair | None = None
        self._peer: Point | None = None

    def advance(self, command: Command) -> bytes | Judged:
        """The answer's data, or the judgement at the end; raises RefusalError, EidError (points, TLV)."""
        self.begun = True
        objects = Objects(parse_all(parse_one(command.data, commands.DYNAMIC_DATA).value))
        tag = {Step.NONCE: None, Step.MAP: 0x81, Step.KEY: 0x83, Step.TOKEN: 0x85}[self._due]
        value = b"" if tag is None else objects.take(tag)
        objects.done()
        if command.chained is (self._due is Step.TOKEN):
            raise RefusalError(_CHAIN_OPEN)
        match self._due:
            case Step.NONCE:
                return self._give_nonce()
            case Step.MAP:
                return self._map(value)
            case Step.KEY:
                return self._agree(value)
            case Step.TOKEN:
                return self._judge(value)

    def _give_nonce(self) -> bytes:
        self._nonce = self._random(BLOCK)
        self._due = Step.MAP
        return _dynamic(0x80, encrypt_block_chain(self._key, self._nonce))

    def _map(self, value: bytes) -> bytes:
        own = generate(self._curve.generator, self._random)
        self._base = map_generator(self._nonce, own, decode_point(self._curve, value))
        self._due = Step.KEY
        return _dynamic(0x82, own.public.encode())

    def _agree(self, value: bytes) -> bytes:
        if self._base is None:
            raise RefusalError(_OUT_OF_ORDER)
        self._peer = decode_point(self._curve, value)
        self._own = generate(self._base, self._random)
        if self._own.public == self._peer:
            raise RefusalError(_BAD_DATA)
        self._due = Step.TOKEN
        return _dynamic(0x84, self._own.public.encode())

    def _judge(self, value: bytes) -> Judged:
        if self._own is None or self._peer is None:
            raise RefusalError(_OUT_OF_ORDER)
        info = self.asked.info
        keys = session_keys(shared_secret(self._own, self._peer), info.cipher)
        matches = hmac.compare_digest(value, token_mac(keys.mac, info.oid, self._own.public.encode()))
        token = encode(0x86, token_mac(keys.mac, info.oid, self._peer.encode()))
        return Judged(matches, keys, token, self._own.public.x_bytes)


def _dynamic(tag: int, value: bytes) -> bytes:
    return encode(commands.DYNAMIC_DATA, encode(tag, value))
