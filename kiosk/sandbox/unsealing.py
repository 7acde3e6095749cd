"""The town hall's side of the seal (see `kiosk.portal.sealing`): opening what terminals send."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from joserfc import jwe
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.registry import HeaderParameter

from kiosk.portal.sealing import (
    ALGORITHMS,
    BOUND_HEADERS,
    ENCRYPTION,
    HEADER_DESTINATION,
    HEADER_KEY,
    SIZES,
)
from kiosk.sandbox.keys import DESTINATION, TownKeys

_MAX_PART = SIZES[-1] * 4 // 3 + 4096


class _Registry(jwe.JWERegistry):
    max_ciphertext_length = _MAX_PART
    max_protected_header_length = 4096


@dataclass(frozen=True, slots=True)
class Opened:
    """What a person entered. Its repr shows nothing of it."""

    content: dict[str, Any]

    def __repr__(self) -> str:
        """Names the type only."""
        return "Opened()"


class Unsealing:
    """Opens with whatever key the town hall still has.

    Args:
        keys: of the town hall.
    """

    def __init__(self, keys: TownKeys) -> None:
        self._keys = keys
        self._registry = _Registry(
            {name: HeaderParameter("bound to the seal", "str", required=True) for name in BOUND_HEADERS},
            algorithms=[*ALGORITHMS, ENCRYPTION],
        )

    def open(self, sealed: str, key: UUID) -> Opened | str:
        """The content, or the problem code why not.

        Args:
            sealed: compact JWE.
            key: idempotency key of the request.
        """
        try:
            found = jwe.decrypt_compact(sealed, self._keys.opening(), registry=self._registry)
        except InvalidKeyIdError:
            return "seal-unknown-key"
        except (JoseError, ValueError, TypeError, KeyError):
            return "seal-broken"
        headers = found.headers()
        if (headers[HEADER_KEY], headers[HEADER_DESTINATION]) != (str(key), DESTINATION):
            return "seal-swapped"
        try:
            return Opened(msgspec.json.decode(found.plaintext or b"", type=dict[str, Any]))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return "seal-broken"
