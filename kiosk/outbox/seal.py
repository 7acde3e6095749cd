"""Seals applications to the portal's pinned public key. The terminal has no key that opens them again.

The form of the seal, and why it is so, stands in `kiosk.portal.sealing`. joserfc is imported on first use and on the
outbox's thread: that takes a quarter of a second.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from kiosk.outbox.errors import SealError
from kiosk.outbox.keys import PinnedKeys
from kiosk.portal.keys import PublicKey
from kiosk.portal.sealing import (
    BOUND_HEADERS,
    CONTENT_TYPE,
    ENCRYPTION,
    HEADER_DESTINATION,
    HEADER_KEY,
    padded,
)

_Encrypt = Callable[[dict[str, Any], bytes], str]


class TooLargeError(Exception):
    """What was entered is longer than the largest size class."""


class Seal:
    """Seals to the first of the portal's keys that is valid at that moment.

    Args:
        keys: of the portal.
    """

    def __init__(self, keys: PinnedKeys) -> None:
        self._keys = keys
        self._ready: dict[str, _Encrypt] = {}

    def __repr__(self) -> str:
        """Names the portal."""
        return f"Seal(destination={self.destination!r})"

    @property
    def destination(self) -> str:
        """The portal."""
        return self._keys.destination

    def usable(self, at: float) -> bool:
        """Whether a key is valid at this second of 1970."""
        return self._keys.sealing(at) is not None

    def prepare(self, at: float) -> None:
        """Imports the library and reads the key, so that the first person does not wait for it.

        Raises:
            SealError: no key is valid, or it is no point of its curve, or its numbers are nonsense.
        """
        self._encryption(self._key(at))

    def seal(self, key: UUID, payload: Mapping[str, Any], at: float) -> str:
        """A compact JWE (RFC 7516) of `payload` as JSON, bound to `key` and the portal.

        Raises:
            TooLargeError: longer than the largest size class.
            SealError: see `prepare`.
        """
        public = self._key(at)
        encrypt = self._encryption(public)
        content = padded(msgspec.json.encode(payload))
        if content is None:
            raise TooLargeError
        header = {
            "alg": public.alg,
            "enc": ENCRYPTION,
            "kid": public.kid,
            "cty": CONTENT_TYPE,
            "crit": list(BOUND_HEADERS),
            HEADER_KEY: str(key),
            HEADER_DESTINATION: self.destination,
        }
        return encrypt(header, content)

    def _key(self, at: float) -> PublicKey:
        key = self._keys.sealing(at)
        if key is None:
            raise SealError("none of the portal's keys is valid now")
        return key

    def _encryption(self, key: PublicKey) -> _Encrypt:
        if key.kid not in self._ready:
            self._ready[key.kid] = _encryption(key)
        return self._ready[key.kid]


def _encryption(key: PublicKey) -> _Encrypt:
    from joserfc import jwe  # noqa: PLC0415 - see the module's docstring
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import import_key  # noqa: PLC0415
    from joserfc.registry import HeaderParameter  # noqa: PLC0415

    try:
        public = import_key(msgspec.to_builtins(key))
    except (JoseError, ValueError) as error:
        raise SealError(f"portal key {key.kid!r} is not usable ({type(error).__name__})") from None
    registry = jwe.JWERegistry(
        {name: HeaderParameter("bound to the seal", "str", required=True) for name in BOUND_HEADERS},
        algorithms=[key.alg, ENCRYPTION],
    )
    return lambda header, content: jwe.encrypt_compact(header, content, public, registry=registry)
