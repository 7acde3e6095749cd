"""The portal's public keys as this terminal pins them: one file, read and checked at start, believed until the next.

Nothing that the portal says over the line changes them. A new key comes with the configuration, before it is used.
"""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from kiosk.outbox.errors import SealError
from kiosk.portal.contract import RECEIPT_ALGORITHM
from kiosk.portal.keys import PRIVATE_MEMBERS, KeySet, PublicKey, Use, first_valid
from kiosk.portal.sealing import ALGORITHMS

_MAX_FILE = 64 * 1024
_ALGORITHMS: dict[Use, tuple[str, ...]] = {"enc": ALGORITHMS, "sig": (RECEIPT_ALGORITHM,)}


@dataclass(frozen=True, slots=True)
class PinnedKeys:
    """Whom applications are sealed to, and whose receipts are believed.

    Args:
        destination: the portal.
        keys: at least one of each use; the order counts.
    """

    destination: str
    keys: tuple[PublicKey, ...]

    def sealing(self, at: float) -> PublicKey | None:
        """The key to seal to at this second of 1970; None when none is valid."""
        return first_valid(self.keys, "enc", at)

    def signing(self, kid: str) -> PublicKey | None:
        """The key of this name that signs receipts."""
        return next((key for key in self.keys if key.use == "sig" and key.kid == kid), None)


def read_pinned(path: Path) -> PinnedKeys:
    """Reads the file.

    Raises:
        SealError: it cannot work; whether a key is valid today is another question.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_FILE)
        found = msgspec.json.decode(content, type=KeySet)
    except OSError as error:
        raise SealError(f"portal key file {path}: {error.strerror}") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise SealError(f"portal key file {path}: not a JWK set of a portal ({error})") from error
    if any(PRIVATE_MEMBERS & set(key) for key in msgspec.json.decode(content)["keys"]):
        raise SealError(f"portal key file {path}: holds a private key; take the portal's public one")
    for key in found.keys:
        _check(key, path)
    for use, purpose in (("enc", "nothing can be sealed"), ("sig", "no receipt can be believed")):
        if all(key.use != use for key in found.keys):
            raise SealError(f"portal key file {path}: no key has use {use}: {purpose}; take the portal's whole file")
    return PinnedKeys(found.destination, found.keys)


def out_of_date(keys: PinnedKeys, at: float) -> list[str]:
    """For which use no key is valid at this second of 1970, in words for whoever checks a configuration."""
    lost: tuple[tuple[Use, str], ...] = (("enc", "forms are not offered"), ("sig", "no receipt will be believed"))
    return [
        f"no key with use {use} is valid now ({what}): put the portal's current key file there"
        for use, what in lost
        if first_valid(keys.keys, use, at) is None
    ]


def _check(key: PublicKey, path: Path) -> None:
    allowed = _ALGORITHMS[key.use]
    if key.alg not in allowed:
        raise SealError(f"portal key file {path}: {key.kid!r} has use {key.use}: alg must be {' or '.join(allowed)}")
    rsa = key.alg.startswith("RSA")
    needed = (key.kty, key.n, key.e) if rsa else (key.kty, key.crv, key.x, key.y)
    kinds = ("RSA",) if rsa else ("EC", "P-256")
    if None in needed or needed[: len(kinds)] != kinds:
        raise SealError(f"portal key file {path}: {key.kid!r} is not a whole {' '.join(kinds)} key")
