"""The elliptic curves that eID cards use, and the arithmetic on their points: the only home of `fastecdsa`.

`cryptography` cannot do PACE's generic mapping (own generator, sum of points, full result) and lacks brainpoolP224r1;
what it can do stands in `signatures`. The library aborts loudly on coordinates that are out of range, and does not
mind a point at infinity. So no number reaches it unchecked, and every point here is on its curve and finite: that is
what having a `Point` means. Points and scalars are fixed in length: leading zeros are kept (TR-03110-3 A.2.2, D.3.4).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from fastecdsa.rust import Curve as FastCurve
from fastecdsa.rust import Point as FastPoint

from devices.eid.faults import EidError, FaultCode

RandomBytes = Callable[[int], bytes]
"""Gives that many random bytes; the system's source in the product, written ones in tests."""

_MAX_DRAWS = 128  # brainpool orders refuse a third of all draws; 128 refusals in a row mean a broken source


@dataclass(frozen=True)
class Curve:
    """A named curve over a prime field, cofactor 1.

    Attributes:
        parameter_id: number among the standardized domain parameters (TR-03110-3 A.2.1.1).
        oid: DER value of its identifier in X.509.
    """

    name: str
    parameter_id: int
    oid: bytes

    @property
    def field_bytes(self) -> int:
        """Length of a coordinate."""
        return (self.p.bit_length() + 7) // 8

    @property
    def order_bytes(self) -> int:
        """Length of a scalar and of each half of a signature."""
        return (self.n.bit_length() + 7) // 8

    @property
    def p(self) -> int:
        """The prime of the field."""
        return _fast(self.name).p

    @property
    def a(self) -> int:
        """First coefficient."""
        return _fast(self.name).a % self.p

    @property
    def b(self) -> int:
        """Second coefficient."""
        return _fast(self.name).b % self.p

    @property
    def n(self) -> int:
        """Order of the group."""
        return _fast(self.name).q

    @property
    def generator(self) -> "Point":
        """The base point."""
        base = _fast(self.name).G
        return Point(self, base.x, base.y)


@dataclass(frozen=True)
class Point:
    """A finite point on its curve. Made by `decode_point`, `multiply`, `add`."""

    curve: Curve
    x: int
    y: int

    def __repr__(self) -> str:  # a shared secret is a point as well
        return f"Point({self.curve.name})"

    @property
    def x_bytes(self) -> bytes:
        """The x coordinate in full length: Comp() of TR-03110-3 A.2.2.3, and the shared secret of ECDH."""
        return self.x.to_bytes(self.curve.field_bytes, "big")

    def encode(self) -> bytes:
        """Uncompressed: 04 x y."""
        return b"\x04" + self.x_bytes + self.y.to_bytes(self.curve.field_bytes, "big")


class KeyPair:
    """A private scalar and its public point. Says nothing of itself; Python cannot wipe an int, only let go of it."""

    __slots__ = ("_private", "public")

    def __init__(self, private: int, base: Point) -> None:
        """Raises EidError (SCALAR_OUT_OF_RANGE)."""
        self.public = multiply(base, private)
        self._private = private

    def __repr__(self) -> str:
        return f"KeyPair({self.public.curve.name})"

    def agree(self, other: Point) -> Point:
        """The common point of both keys; raises EidError (CURVE_UNKNOWN: another curve, SCALAR_OUT_OF_RANGE: wiped)."""
        if other.curve != self.public.curve:
            raise EidError(FaultCode.CURVE_UNKNOWN)
        return multiply(other, self._private)

    def scalar(self) -> int:
        """The private scalar, for signing."""
        return self._private

    def wipe(self) -> None:
        """Let go of the private scalar."""
        self._private = 0


P256 = Curve("P256", 12, bytes.fromhex("2A8648CE3D030107"))
BP256 = Curve("brainpoolP256r1", 13, bytes.fromhex("2B2403030208010107"))
CURVES = (
    P256,
    BP256,
    Curve("P384", 15, bytes.fromhex("2B81040022")),
    Curve("P521", 18, bytes.fromhex("2B81040023")),
    Curve("brainpoolP224r1", 11, bytes.fromhex("2B2403030208010105")),
    Curve("brainpoolP384r1", 16, bytes.fromhex("2B240303020801010B")),
    Curve("brainpoolP512r1", 17, bytes.fromhex("2B240303020801010D")),
)


def curve_by_id(parameter_id: int) -> Curve:
    """The curve with this number of standardized parameters; raises EidError (CURVE_UNKNOWN)."""
    return _only(curve for curve in CURVES if curve.parameter_id == parameter_id)


def curve_by_oid(oid: bytes) -> Curve:
    """The curve with this identifier; raises EidError (CURVE_UNKNOWN)."""
    return _only(curve for curve in CURVES if curve.oid == oid)


def curve_by_parameters(*, p: int, a: int, b: int, base: bytes, n: int, cofactor: int) -> Curve:
    """The named curve that explicit parameters describe.

    Every one of them has to agree: a foreign generator on a known curve is how CVE-2020-0601 forged signatures.

    Raises:
        EidError: CURVE_UNKNOWN: not one of ours, in whichever parameter.
    """
    curve = _only(curve for curve in CURVES if curve.p == p)
    if (curve.a, curve.b, curve.n, curve.generator.encode(), 1) != (a, b, n, base, cofactor):
        raise EidError(FaultCode.CURVE_UNKNOWN)
    return curve


def decode_point(curve: Curve, data: bytes) -> Point:
    """Read an uncompressed point.

    Raises:
        EidError: POINT_AT_INFINITY, POINT_MALFORMED (form, length, coordinate not below p), POINT_OFF_CURVE.
    """
    if data and not any(data):  # the single byte 00 of SEC 1, or zeros all over
        raise EidError(FaultCode.POINT_AT_INFINITY)
    size = curve.field_bytes
    if len(data) != 1 + 2 * size or data[0] != 0x04:
        raise EidError(FaultCode.POINT_MALFORMED)
    x, y = int.from_bytes(data[1 : 1 + size], "big"), int.from_bytes(data[1 + size :], "big")
    if x >= curve.p or y >= curve.p:
        raise EidError(FaultCode.POINT_MALFORMED)
    if (y * y - (x * x * x + curve.a * x + curve.b)) % curve.p:
        raise EidError(FaultCode.POINT_OFF_CURVE)
    return Point(curve, x, y)


def multiply(point: Point, scalar: int) -> Point:
    """A multiple of a point; raises EidError (SCALAR_OUT_OF_RANGE) unless 0 < scalar < n."""
    if not 0 < scalar < point.curve.n:
        raise EidError(FaultCode.SCALAR_OUT_OF_RANGE)
    return _checked(point.curve, _inside(point) * scalar)


def add(left: Point, right: Point) -> Point:
    """The sum of two points; raises EidError (POINT_AT_INFINITY, CURVE_UNKNOWN: of different curves)."""
    if left.curve != right.curve:
        raise EidError(FaultCode.CURVE_UNKNOWN)
    return _checked(left.curve, _inside(left) + _inside(right))


def draw_scalar(curve: Curve, random: RandomBytes) -> int:
    """Draw a private scalar by rejection (FIPS 186-5 A.2.2); raises EidError (RANDOM_UNUSABLE)."""
    excess = 8 * curve.order_bytes - curve.n.bit_length()
    for _ in range(_MAX_DRAWS):
        drawn = random(curve.order_bytes)
        scalar = int.from_bytes(drawn, "big") >> excess
        if len(drawn) == curve.order_bytes and 0 < scalar < curve.n:
            return scalar
    raise EidError(FaultCode.RANDOM_UNUSABLE)


def generate(base: Point, random: RandomBytes) -> KeyPair:
    """Make a key pair over a base point: the curve's own, or the mapped one of PACE."""
    return KeyPair(draw_scalar(base.curve, random), base)


@cache
def _fast(name: str) -> FastCurve:
    found: FastCurve = getattr(FastCurve, name.lower())()
    return found


def _inside(point: Point) -> FastPoint:
    return FastPoint(point.x, point.y, _fast(point.curve.name))


def _checked(curve: Curve, result: FastPoint) -> Point:
    # The library writes infinity as (0, 1), which lies on none of the curves; so one check finds it and any miscount.
    x, y = result.x, result.y
    if (x, y) == (0, 1):
        raise EidError(FaultCode.POINT_AT_INFINITY)
    return decode_point(curve, Point(curve, x, y).encode())


def _only(found: Iterable[Curve]) -> Curve:
    curve = next(iter(found), None)
    if curve is None:
        raise EidError(FaultCode.CURVE_UNKNOWN)
    return curve
