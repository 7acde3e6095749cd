"""Whether a receipt proves that the portal has an application: signature, key, digest, time.

What passes is the only reason to delete an application from this terminal. Everything else is a failure, and the
application goes on waiting: a receipt that cannot be believed may come from a portal that signs with a key we do not
have yet, or from somebody who is not the portal. joserfc is imported on first use, on the outbox's thread.

That a receipt is none of an earlier day is proven by key and digest: both are of random numbers that did not exist
before. When the terminal accepted the application proves nothing, since its clock may have been wrong at that moment
and right ever since; a receipt refused for that would be refused for ever.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from kiosk.outbox.keys import PinnedKeys
from kiosk.portal.contract import (
    RECEIPT_ALGORITHM,
    RECEIPT_TYPE,
    ApplicationReceipt,
    ApplicationRequest,
    SignedReceipt,
)
from kiosk.portal.errors import FailureKind, PortalFailure
from kiosk.portal.keys import PublicKey

if TYPE_CHECKING:
    from joserfc.jws import CompactSignature

TOLERANCE_S = 3600.0
"""Seconds by which the clocks of portal and terminal may differ: wider than any of them should ever be wrong."""

CODE_PREFIX = "receipt-"
UNSIGNED = PortalFailure(FailureKind.BROKEN, "receipt-unsigned")
"""No JWS of the agreed kind: other algorithm, other type, no key named."""
FORGED = PortalFailure(FailureKind.BROKEN, "receipt-forged")
"""Signed by nobody whom we know, or changed after signing, or signed when the key was not in use."""
OF_ANOTHER = PortalFailure(FailureKind.BROKEN, "receipt-of-another")
"""True, but for another application."""
TIME = PortalFailure(FailureKind.BROKEN, "receipt-time")
"""Received in the future: one of the two clocks is wrong."""
UNREADABLE = PortalFailure(FailureKind.BROKEN, "receipt-not-in-contract")
"""True, but no ApplicationReceipt."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a receipt has to name."""

    key: UUID
    request: ApplicationRequest


class Receipts:
    """Checks receipts by the portal's pinned keys.

    Args:
        keys: of the portal.
    """

    def __init__(self, keys: PinnedKeys) -> None:
        self._keys = keys

    def checked(self, signed: SignedReceipt, expected: Expected, now: float) -> ApplicationReceipt | PortalFailure:
        """The receipt if it is believed, or why not.

        Args:
            signed: as the portal sent it.
            expected: what was handed in.
            now: seconds since 1970.
        """
        from joserfc import jws  # noqa: PLC0415 - see the module's docstring
        from joserfc.errors import JoseError  # noqa: PLC0415

        try:
            found = jws.extract_compact(signed.receipt.encode("ascii"))
        except (JoseError, ValueError):
            return UNSIGNED
        head = found.protected
        if (head.get("alg"), head.get("typ")) != (RECEIPT_ALGORITHM, RECEIPT_TYPE) or "crit" in head:
            return UNSIGNED
        key = self._keys.signing(str(head.get("kid")))
        if key is None or not _signature_holds(found, key):
            return FORGED
        try:
            receipt = msgspec.json.decode(found.payload, type=ApplicationReceipt)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return UNREADABLE
        return _fitting(receipt, key, expected, now)


def _signature_holds(found: "CompactSignature", key: PublicKey) -> bool:
    from joserfc import jws  # noqa: PLC0415 - see the module's docstring
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import import_key  # noqa: PLC0415

    try:
        return jws.validate_compact(found, import_key(msgspec.to_builtins(key)), algorithms=[RECEIPT_ALGORITHM])
    except (JoseError, ValueError):
        return False


def _fitting(
    receipt: ApplicationReceipt, key: PublicKey, expected: Expected, now: float
) -> ApplicationReceipt | PortalFailure:
    received = receipt.received_at.timestamp()
    if not key.valid(received):
        return FORGED
    if (receipt.idempotency_key, receipt.digest) != (expected.key, expected.request.digest()):
        return OF_ANOTHER
    return TIME if received > now + TOLERANCE_S else receipt
