"""Domain parameters in three spellings: a standard number, a named curve, all numbers written out (TR-03110-3 A.2.1).

German document signers write everything out, which OpenSSL 3 refuses; here they are matched to the named curve.
"""

from devices.eid.curves import CURVES, Curve, curve_by_id, curve_by_oid, curve_by_parameters
from devices.eid.der import OCTETS, OID, SEQUENCE, children, integer, integer_value, sequence
from devices.eid.faults import EidError, FaultCode
from devices.eid.oids import EC_PUBLIC_KEY, PRIME_FIELD, STANDARDIZED_PARAMETERS, oid_object
from devices.eid.tlv import Tlv, encode, parse_first


def standardized(curve: Curve) -> bytes:
    """AlgorithmIdentifier with the number of the curve."""
    return sequence(oid_object(STANDARDIZED_PARAMETERS), integer(curve.parameter_id))


def named(curve: Curve) -> bytes:
    """AlgorithmIdentifier id-ecPublicKey with the name of the curve."""
    return sequence(oid_object(EC_PUBLIC_KEY), oid_object(curve.oid))


def explicit(curve: Curve) -> bytes:
    """AlgorithmIdentifier id-ecPublicKey with all numbers."""
    return sequence(oid_object(EC_PUBLIC_KEY), explicit_parameters(curve))


def explicit_parameters(curve: Curve) -> bytes:
    """ECParameters of X9.62."""
    size = curve.field_bytes
    return sequence(
        integer(1),
        sequence(oid_object(PRIME_FIELD), integer(curve.p)),
        sequence(encode(OCTETS, curve.a.to_bytes(size, "big")), encode(OCTETS, curve.b.to_bytes(size, "big"))),
        encode(OCTETS, curve.generator.encode()),
        integer(curve.n),
        integer(1),
    )


def curve_of_algorithm(found: Tlv) -> Curve:
    """The curve of an AlgorithmIdentifier.

    Raises:
        EidError: CURVE_UNKNOWN: not on elliptic curves, or on none of ours. TLV_UNEXPECTED: badly built.
    """
    algorithm, parameters = children(found, SEQUENCE, range(2, 3))
    if algorithm.tag != OID:
        raise EidError(FaultCode.TLV_UNEXPECTED)
    if algorithm.value == STANDARDIZED_PARAMETERS:
        return curve_by_id(integer_value(parameters))
    if algorithm.value == EC_PUBLIC_KEY:
        return curve_of_parameters(parameters)
    raise EidError(FaultCode.CURVE_UNKNOWN)


def curve_of_parameters(parameters: Tlv) -> Curve:
    """The curve of EC parameters, named or explicit; raises EidError as `curve_of_algorithm` does."""
    if parameters.tag == OID:
        return curve_by_oid(parameters.value)
    version, field, coefficients, base, order, *rest = children(parameters, SEQUENCE, range(5, 7))
    kind, prime = children(field, SEQUENCE, range(2, 3))
    a, b = children(coefficients, SEQUENCE, range(2, 4))[:2]  # a seed may follow
    built = all(each.tag == OCTETS for each in (a, b, base)) and integer_value(version) in (1, 2, 3)
    if kind.value != PRIME_FIELD or not built:
        raise EidError(FaultCode.CURVE_UNKNOWN)
    return curve_by_parameters(
        p=integer_value(prime),
        a=int.from_bytes(a.value, "big"),
        b=int.from_bytes(b.value, "big"),
        base=_uncompressed(base.value),
        n=integer_value(order),
        cofactor=integer_value(rest[0]) if rest else 1,
    )


def first_object(raw: bytes) -> Tlv:
    """One DER object and nothing behind it; raises EidError (TLV_MALFORMED, TLV_UNEXPECTED)."""
    found, rest = parse_first(raw)
    if rest:
        raise EidError(FaultCode.TLV_UNEXPECTED)
    return found


def _uncompressed(base: bytes) -> bytes:
    """Some writers compress the generator; it is one of those we know, so no root has to be taken."""
    if base[:1] not in (b"\x02", b"\x03"):
        return base
    for curve in CURVES:
        generator = curve.generator
        if base == bytes([2 + generator.y % 2]) + generator.x_bytes:
            return generator.encode()
    return base
