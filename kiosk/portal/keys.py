"""Public keys of the portal, as the portal publishes and the terminal pins them.

One JWK set (RFC 7517 section 5) for both directions: applications are sealed to keys with `use` "enc", receipts are
signed by keys with `use` "sig" (section 4.2). A key may say from when to when it is used, as NumericDate under the
names of RFC 7519 section 4.1. That is how one key takes over from another without a day on which terminal and portal
disagree.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta, Struct

PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
"""Members of a JWK that nobody but the portal may have."""

Use = Literal["enc", "sig"]
NumericDate = Annotated[int, Meta(ge=0, le=253_402_300_799)]
Destination = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$(?!\n)")]


class PublicKey(Struct, frozen=True, omit_defaults=True):
    """One public key (RFC 7517 section 4, RFC 7518 section 6): EC with crv, x, y; RSA with n, e.

    Args:
        nbf: used from this second on; None: always was.
        exp: used before this second; None: no end is known.
    """

    kty: str
    kid: Annotated[str, Meta(min_length=1, max_length=64)]
    alg: str
    use: Use
    crv: str | None = None
    x: str | None = None
    y: str | None = None
    n: str | None = None
    e: str | None = None
    nbf: NumericDate | None = None
    exp: NumericDate | None = None

    def valid(self, at: float) -> bool:
        """Whether it is used at this second of 1970."""
        return (self.nbf is None or self.nbf <= at) and (self.exp is None or at < self.exp)


class KeySet(Struct, frozen=True):
    """A JWK set (RFC 7517 section 5) with one member more: the portal it belongs to.

    The order counts: of several keys that are valid for one use, the first is taken.
    """

    destination: Destination
    keys: Annotated[tuple[PublicKey, ...], Meta(min_length=1, max_length=16)]


def first_valid(keys: Iterable[PublicKey], use: Use, at: float) -> PublicKey | None:
    """The key to take now, None when none of them is valid."""
    return next((key for key in keys if key.use == use and key.valid(at)), None)
