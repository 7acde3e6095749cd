"""Whether a number and a code belong to an application that still waits here, without keeping either.

While the portal is away its status query cannot answer, but this terminal knows that it holds the application. The
number is derived from the idempotency key and therefore no secret for whoever has the disk; the code is one. It has 40
bits: a plain hash would be tried through in minutes, so it is scrypt (RFC 7914) with a salt of its own for each row,
32 MB and a tenth of a second for each guess. Row and proof go together when the receipt is in hand.
"""

import hmac
import os
from hashlib import scrypt
from uuid import UUID

from kiosk.outbox.api import Held
from kiosk.outbox.store import Slip
from kiosk.portal.contract import plain, provisional_number

_SALT = 16
_N, _R = 2**15, 8
_MEMORY = 2 * 128 * _N * _R


def made(key: UUID, code: str) -> tuple[bytes, bytes]:
    """Salt and proof for the slip of an application."""
    salt = os.urandom(_SALT)
    return salt, _proof(provisional_number(key), code, salt)


def found(slips: list[Slip], number: str, code: str) -> Held | None:
    """The application to which number and code belong, however they were typed.

    A wrong number and a wrong code take equally long and get the same answer.
    """
    wanted = plain(number)
    slip = next((each for each in slips if plain(provisional_number(each.key)) == wanted), None)
    proof = _proof(number, code, slip.salt if slip is not None else bytes(_SALT))
    if slip is None or not hmac.compare_digest(proof, slip.proof):
        return None
    return Held(provisional_number(slip.key), slip.created, slip.refused)


def _proof(number: str, code: str, salt: bytes) -> bytes:
    secret = f"{plain(number)} {plain(code)}".encode()
    return scrypt(secret, salt=salt, n=_N, r=_R, p=1, maxmem=_MEMORY, dklen=32)
