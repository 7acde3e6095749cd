"""Points and scalars: compared with an independent implementation; no point that is not one gets in."""

import ecdsa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.eid.curves import (
    BP256,
    CURVES,
    P256,
    Curve,
    KeyPair,
    Point,
    add,
    curve_by_id,
    curve_by_oid,
    curve_by_parameters,
    decode_point,
    draw_scalar,
    generate,
    multiply,
)
from devices.eid.ec_parameters import (
    curve_of_algorithm,
    explicit,
    explicit_parameters,
    first_object,
    named,
    standardized,
)
from devices.eid.faults import EidError, FaultCode
from devices.eid.key_agreement import shared_secret
from devices.eid.outcomes import Refused, attempt
from devices.eid.pace import map_generator
from devices.eid.signatures import plain_to_der, sign_plain, verify_der, verify_plain
from tests.devices.eid.pki import seeded

OTHERS = {
    "P256": ecdsa.NIST256p,
    "P384": ecdsa.NIST384p,
    "P521": ecdsa.NIST521p,
    "brainpoolP224r1": ecdsa.BRAINPOOLP224r1,
    "brainpoolP256r1": ecdsa.BRAINPOOLP256r1,
    "brainpoolP384r1": ecdsa.BRAINPOOLP384r1,
    "brainpoolP512r1": ecdsa.BRAINPOOLP512r1,
}
EACH = pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)


@EACH
def test_parameters_are_the_published_ones(curve: Curve) -> None:
    other = OTHERS[curve.name]
    assert (curve.p, curve.a, curve.b) == (other.curve.p(), other.curve.a() % other.curve.p(), other.curve.b())
    assert (curve.n, curve.generator.x, curve.generator.y) == (other.order, other.generator.x(), other.generator.y())
    assert curve.order_bytes == other.order.bit_length() // 8 + (other.order.bit_length() % 8 > 0)
    assert curve_by_id(curve.parameter_id) is curve
    assert curve_by_oid(curve.oid) is curve


@EACH
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_arithmetic_agrees_with_another_implementation(curve: Curve, data: st.DataObject) -> None:
    other = OTHERS[curve.name]
    scalars = st.one_of(st.integers(1, 20), st.integers(1, curve.n - 1), st.integers(curve.n - 20, curve.n - 1))
    a, b, s = (data.draw(scalars) for _ in range(3))
    ours, theirs = multiply(curve.generator, a), other.generator * a
    assert ours.encode() == theirs.to_bytes("uncompressed")
    assert multiply(ours, b).encode() == (theirs * b).to_bytes("uncompressed")
    total = theirs + other.generator * b
    if total != ecdsa.ellipticcurve.INFINITY:
        assert add(ours, multiply(curve.generator, b)).encode() == total.to_bytes("uncompressed")
    nonce = s.to_bytes(curve.order_bytes, "big")
    mapped = other.generator * s + theirs * b
    if mapped != ecdsa.ellipticcurve.INFINITY:
        assert map_generator(nonce, KeyPair(b, curve.generator), ours).encode() == mapped.to_bytes("uncompressed")
    pair = KeyPair(b, curve.generator)
    assert shared_secret(pair, ours) == (theirs * b).to_bytes("uncompressed")[1 : 1 + curve.field_bytes]


@EACH
def test_sums_at_infinity_and_doubling(curve: Curve) -> None:
    base = curve.generator
    minus = multiply(base, curve.n - 1)
    with pytest.raises(EidError, match="point_at_infinity"):
        add(base, minus)
    assert add(base, base) == multiply(base, 2)


@EACH
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda raw, _: b"\x00", FaultCode.POINT_AT_INFINITY),
        (lambda raw, _: bytes(len(raw)), FaultCode.POINT_AT_INFINITY),
        (lambda raw, _: b"", FaultCode.POINT_MALFORMED),
        (lambda raw, _: raw[:-1], FaultCode.POINT_MALFORMED),
        (lambda raw, _: raw + b"\x00", FaultCode.POINT_MALFORMED),
        (lambda raw, _: b"\x06" + raw[1:], FaultCode.POINT_MALFORMED),
        (lambda raw, _: b"\x02" + raw[1 : len(raw) // 2 + 1], FaultCode.POINT_MALFORMED),
        (lambda raw, _: raw[:-1] + bytes([raw[-1] ^ 1]), FaultCode.POINT_OFF_CURVE),
        (lambda raw, curve: b"\x04" + curve.p.to_bytes(curve.field_bytes, "big") * 2, FaultCode.POINT_MALFORMED),
        (lambda raw, curve: b"\x04" + bytes(2 * curve.field_bytes - 1) + b"\x01", FaultCode.POINT_OFF_CURVE),
    ],
)
def test_points_that_are_none(curve: Curve, change, code: FaultCode) -> None:
    with pytest.raises(EidError, match=code.value):
        decode_point(curve, change(curve.generator.encode(), curve))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=70), st.binary(min_size=64, max_size=64).map(lambda raw: b"\x04" + raw)))
def test_any_bytes_are_a_point_or_refused(raw: bytes) -> None:
    match attempt(lambda: decode_point(BP256, raw)):
        case Point() as point:
            assert point.encode() == raw
        case outcome:
            assert isinstance(outcome, Refused)
            assert outcome.code.value.startswith("point_")


@pytest.mark.parametrize("scalar", [0, -1, BP256.n, BP256.n + 1, 1 << 300])
def test_scalars_out_of_range(scalar: int) -> None:
    with pytest.raises(EidError, match="scalar_out_of_range"):
        multiply(BP256.generator, scalar)


def test_keys_of_different_curves_do_not_meet() -> None:
    own = generate(BP256.generator, seeded(1))
    for meet in (
        lambda: own.agree(P256.generator),
        lambda: shared_secret(own, P256.generator),
        lambda: add(own.public, P256.generator),
    ):
        with pytest.raises(EidError, match="curve_unknown"):
            meet()


def test_a_wiped_key_agrees_with_nobody() -> None:
    own = generate(BP256.generator, seeded(1))
    own.wipe()
    with pytest.raises(EidError, match="scalar_out_of_range"):
        shared_secret(own, BP256.generator)


@EACH
def test_drawing_rejects_and_ends(curve: Curve) -> None:
    size = curve.order_bytes
    drawn = [b"\xff" * size, bytes(size), b"", bytes(size - 1) + b"\x80"]
    excess = 8 * size - curve.n.bit_length()
    assert draw_scalar(curve, lambda _: drawn.pop(0)) == 0x80 >> excess
    for broken in (bytes, lambda count: b"\xff" * count, lambda _: b""):
        with pytest.raises(EidError, match="random_unusable"):
            draw_scalar(curve, broken)


def test_a_nonce_that_is_no_multiple() -> None:
    own = KeyPair(5, BP256.generator)
    for nonce in (bytes(16), BP256.n.to_bytes(32, "big")):
        with pytest.raises(EidError, match="pace_nonce_wrong"):
            map_generator(nonce, own, BP256.generator)


# --- parameters ---


@EACH
def test_three_spellings_of_one_curve(curve: Curve) -> None:
    for spelling in (standardized, named, explicit):
        assert curve_of_algorithm(first_object(spelling(curve))) is curve


@EACH
def test_a_compressed_generator(curve: Curve) -> None:
    base = curve.generator
    long = b"\x04" + base.x_bytes + base.y.to_bytes(curve.field_bytes, "big")
    short = bytes([2 + base.y % 2]) + base.x_bytes
    from devices.eid.tlv import encode

    parameters = explicit_parameters(curve)
    shortened = parameters.replace(encode(0x04, long), encode(0x04, short))
    inner = first_object(encode(0x30, shortened[parameters.index(b"\x02\x01\x01") :]))
    from devices.eid.ec_parameters import curve_of_parameters

    assert curve_of_parameters(inner) is curve


@pytest.mark.parametrize("name", ["p", "a", "b", "base", "n", "cofactor"])
def test_every_parameter_counts(name: str) -> None:
    """A known prime with a foreign generator is how signatures were forged in 2020."""
    parameters = {
        "p": BP256.p,
        "a": BP256.a,
        "b": BP256.b,
        "base": BP256.generator.encode(),
        "n": BP256.n,
        "cofactor": 1,
    }
    assert curve_by_parameters(**parameters) is BP256
    other = multiply(BP256.generator, 2).encode() if name == "base" else int(parameters[name]) + 2
    with pytest.raises(EidError, match="curve_unknown"):
        curve_by_parameters(**{**parameters, name: other})


@pytest.mark.parametrize("parameter_id", [0, 8, 10, 14, 99])
def test_curves_that_nobody_needs(parameter_id: int) -> None:
    with pytest.raises(EidError, match="curve_unknown"):
        curve_by_id(parameter_id)


# --- signatures ---


@EACH
def test_signatures_of_another_implementation(curve: Curve) -> None:
    import hashlib

    key = ecdsa.SigningKey.from_secret_exponent(0xC0FFEE, OTHERS[curve.name])
    public = multiply(curve.generator, 0xC0FFEE)
    plain = key.sign(b"message", hashfunc=hashlib.sha512, allow_truncate=True)
    for verify, signature in ((verify_plain, plain), (verify_der, plain_to_der(plain))):
        assert verify(public, "sha512", b"message", signature)
        assert not verify(public, "sha512", b"massage", signature)
        assert not verify(multiply(curve.generator, 2), "sha512", b"message", signature)
    zero, order = bytes(curve.order_bytes), curve.n.to_bytes(curve.order_bytes, "big")
    half = plain[: curve.order_bytes]
    for forged in (zero + zero, half + zero, zero + half, order + half, half + order, plain[:-1], plain + b"\0", b""):
        assert not verify_plain(public, "sha512", b"message", forged)
    for forged in (b"", b"\x30\x00", b"\x30\x06\x02\x01\x00\x02\x01\x01"):
        assert not verify_der(public, "sha512", b"message", forged)


@pytest.mark.parametrize("curve", [curve for curve in CURVES if curve.name != "brainpoolP224r1"], ids=lambda c: c.name)
@pytest.mark.parametrize("hash_name", ["sha256", "sha384", "sha512"])
def test_our_signatures_are_understood_elsewhere(curve: Curve, hash_name: str) -> None:
    import hashlib

    key = generate(curve.generator, seeded(9))
    signature = sign_plain(key, hash_name, b"message")
    other = ecdsa.VerifyingKey.from_string(key.public.encode(), OTHERS[curve.name])
    assert other.verify(signature, b"message", hashfunc=getattr(hashlib, hash_name), allow_truncate=True)
