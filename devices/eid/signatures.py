"""ECDSA over the package's curves: plain r|s as card-verifiable certificates have it, DER as CMS and X.509 have it."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature, encode_dss_signature

from devices.eid.curves import Curve, KeyPair, Point, add, multiply
from devices.eid.faults import EidError
from devices.eid.library_curves import LIBRARY_CURVES

HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


def sign_plain(key: KeyPair, hash_name: str, message: bytes) -> bytes:
    """Sign; r and s each as long as the group's order.

    Raises:
        KeyError: the library does not sign on this curve (brainpoolP224r1) or with this hash: nobody does any more.
    """
    curve = key.public.curve
    private = ec.derive_private_key(key.scalar(), LIBRARY_CURVES[curve.name])
    r, s = decode_dss_signature(private.sign(message, ec.ECDSA(HASHES[hash_name])))
    return r.to_bytes(curve.order_bytes, "big") + s.to_bytes(curve.order_bytes, "big")


def verify_plain(public: Point, hash_name: str, message: bytes, signature: bytes) -> bool:
    """Whether a plain signature holds; a wrong length is a wrong signature."""
    size = public.curve.order_bytes
    if len(signature) != 2 * size:
        return False
    return _verify(public, hash_name, message, _half(signature[:size]), _half(signature[size:]))


def verify_der(public: Point, hash_name: str, message: bytes, signature: bytes) -> bool:
    """Whether a DER signature holds; what is no signature at all does not."""
    try:
        r, s = decode_dss_signature(signature)
    except ValueError:
        return False
    return _verify(public, hash_name, message, r, s)


def plain_to_der(signature: bytes) -> bytes:
    """Rewrite r|s as X.509 has it."""
    size = len(signature) // 2
    return encode_dss_signature(_half(signature[:size]), _half(signature[size:]))


def _half(octets: bytes) -> int:
    return int.from_bytes(octets, "big")


def _verify(public: Point, hash_name: str, message: bytes, r: int, s: int) -> bool:
    curve = public.curve
    if not (0 < r < curve.n and 0 < s < curve.n):
        return False
    digest = hashlib.new(hash_name, message).digest()
    library_curve = LIBRARY_CURVES.get(curve.name)
    if library_curve is None:
        return _verify_by_points(public, digest, r, s)
    key = ec.EllipticCurvePublicNumbers(public.x, public.y, library_curve).public_key()
    try:
        key.verify(encode_dss_signature(r, s), digest, ec.ECDSA(Prehashed(HASHES[hash_name])))
    except InvalidSignature:
        return False
    return True


def _verify_by_points(public: Point, digest: bytes, r: int, s: int) -> bool:
    """Verify where the library does not know the curve (SEC 1, 4.1.4); everything in it is public."""
    curve: Curve = public.curve
    excess = max(0, 8 * len(digest) - curve.n.bit_length())
    e = _half(digest) >> excess
    w = pow(s, -1, curve.n)
    u, v = e * w % curve.n, r * w % curve.n
    try:
        right = multiply(public, v)
        total = add(multiply(curve.generator, u), right) if u else right
    except EidError:
        return False
    return total.x % curve.n == r
