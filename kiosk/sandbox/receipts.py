"""Signs what the town hall confirms: a receipt as JWS (RFC 7515), see `kiosk.portal.contract.SignedReceipt`."""

import msgspec
from joserfc import jws

from kiosk.portal.contract import RECEIPT_ALGORITHM, RECEIPT_TYPE, ApplicationReceipt, SignedReceipt
from kiosk.sandbox.keys import TownKeys


def signed(receipt: ApplicationReceipt, keys: TownKeys) -> SignedReceipt:
    """The receipt under the key that signs now. Signing again gives other bytes: keep what was given out."""
    key = keys.signing()
    header = {"alg": RECEIPT_ALGORITHM, "kid": key.kid, "typ": RECEIPT_TYPE}
    text = jws.serialize_compact(header, msgspec.json.encode(receipt), key, algorithms=[RECEIPT_ALGORITHM])
    return SignedReceipt(receipt=text)
