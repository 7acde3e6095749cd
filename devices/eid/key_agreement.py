"""ECDH where only the x coordinate counts: by `cryptography` where it knows the curve, by points where it does not."""

from cryptography.hazmat.primitives.asymmetric import ec

from devices.eid.curves import KeyPair, Point
from devices.eid.faults import EidError, FaultCode
from devices.eid.library_curves import LIBRARY_CURVES


def shared_secret(own: KeyPair, other: Point) -> bytes:
    """The x coordinate of the common point, in full length with its leading zeros (TR-03110-3 A.2.2.3).

    Works over any base point: what the other side multiplied does not matter here.

    Raises:
        EidError: CURVE_UNKNOWN: keys on different curves. SCALAR_OUT_OF_RANGE: the own key was wiped.
    """
    curve = own.public.curve
    if other.curve != curve:
        raise EidError(FaultCode.CURVE_UNKNOWN)
    library_curve = LIBRARY_CURVES.get(curve.name)
    if library_curve is None or not own.scalar():
        return own.agree(other).x_bytes
    private = ec.derive_private_key(own.scalar(), library_curve)
    public = ec.EllipticCurvePublicNumbers(other.x, other.y, library_curve).public_key()
    return private.exchange(ec.ECDH(), public)
