"""Chains of card-verifiable certificates: the portal builds them, the chip believes them (TR-03110-3 2.4, 2.5).

The chip has no clock. It remembers a trust point and the latest date that a trustworthy certificate proved.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from devices.eid.chat import Right, Role, effective_rights
from devices.eid.curves import Curve, Point
from devices.eid.cv_certificate import CvCertificate
from devices.eid.faults import EidError, FaultCode

MAX_CHAIN = 8
"""CVCA links, document verifier, terminal."""

_MAY_ISSUE = {
    Role.CVCA: {Role.CVCA, Role.DV_DOMESTIC, Role.DV_FOREIGN},
    Role.DV_DOMESTIC: {Role.TERMINAL},
    Role.DV_FOREIGN: {Role.TERMINAL},
    Role.TERMINAL: set(),
}


def build_chain(store: Iterable[CvCertificate], leaf: CvCertificate, anchors: Iterable[bytes]) -> list[CvCertificate]:
    """Find the certificates from a key that the card knows down to the terminal's.

    Args:
        store: link and document verifier certificates at hand.
        leaf: the terminal's certificate.
        anchors: the CARs that the card named, newest first.

    Raises:
        EidError: CERTIFICATE_ISSUER_UNKNOWN: no path to any of them.
    """
    wanted = list(anchors)
    by_holder: dict[bytes, list[CvCertificate]] = {}
    for each in store:
        by_holder.setdefault(each.chr, []).append(each)
    paths = [[leaf]]
    for _ in range(MAX_CHAIN):
        arrived = [path for path in paths if path[0].car in wanted]
        if arrived:
            return min(arrived, key=lambda path: wanted.index(path[0].car))
        # A self-signed root leads nowhere; without it no path can turn in circles.
        paths = [
            [issuer, *path] for path in paths for issuer in by_holder.get(path[0].car, ()) if issuer.car != issuer.chr
        ]
    raise EidError(FaultCode.CERTIFICATE_ISSUER_UNKNOWN)


@dataclass(frozen=True)
class TrustPoint:
    """A key that a card trusts by itself, made from a self-signed root certificate or a link."""

    name: bytes
    key: Point
    hash_name: str
    certificate: CvCertificate


def trust_point(root: CvCertificate) -> TrustPoint:
    """Make a trust point of a self-signed root.

    Raises:
        EidError: CERTIFICATE_ROLE: no root. CERTIFICATE_SIGNATURE: not signed by itself.
    """
    key = root.public_key.point()
    if root.car != root.chr or root.chat.role is not Role.CVCA:
        raise EidError(FaultCode.CERTIFICATE_ROLE)
    if not root.signed_by(key, root.public_key.hash_name):
        raise EidError(FaultCode.CERTIFICATE_SIGNATURE)
    return TrustPoint(root.chr, key, root.public_key.hash_name, root)


@dataclass(frozen=True)
class Verifier:
    """What a chip knows while a chain comes in, certificate by certificate. `accept` gives the next state.

    Attributes:
        trust_points: what the chip keeps for good: at most the newest two roots, newest first.
        today: the chip's estimate of the date; never moves back.
        path: the certificates accepted in this session since the trust point.
    """

    trust_points: tuple[TrustPoint, ...]
    today: date
    path: tuple[CvCertificate, ...] = ()
    _keys: tuple[TrustPoint, ...] = field(default=())

    def knows(self, name: bytes) -> bool:
        """Whether a key of this name can verify the next certificate."""
        return self._find(name) is not None

    def terminal_key(self, name: bytes) -> tuple[CvCertificate, Point] | None:
        """The accepted terminal certificate of this name with its key on the inherited curve."""
        found = self._find(name)
        if found is None or found.certificate.chat.role is not Role.TERMINAL:
            return None
        return found.certificate, found.key

    def rights(self) -> frozenset[Right]:
        """What root, verifier and terminal grant together; empty without a terminal certificate."""
        if not self.path or self.path[-1].chat.role is not Role.TERMINAL:
            return frozenset()
        return effective_rights([self._root().chat, *(each.chat for each in self.path)])

    def accept(self, certificate: CvCertificate, issuer_name: bytes) -> "Verifier":
        """Check the next certificate against a known key.

        Args:
            certificate: as it came in.
            issuer_name: the key that MSE:SET DST chose.

        Raises:
            EidError: CERTIFICATE_ISSUER_UNKNOWN, CERTIFICATE_SIGNATURE, CERTIFICATE_ROLE, CERTIFICATE_EXPIRED.
        """
        issuer = self._find(issuer_name)
        if issuer is None or certificate.car != issuer_name:
            raise EidError(FaultCode.CERTIFICATE_ISSUER_UNKNOWN)
        if not certificate.signed_by(issuer.key, issuer.hash_name):
            raise EidError(FaultCode.CERTIFICATE_SIGNATURE)
        issuing, role = issuer.certificate.chat.role, certificate.chat.role
        if role not in _MAY_ISSUE[issuing] or (role is Role.CVCA and certificate.public_key.curve is None):
            raise EidError(FaultCode.CERTIFICATE_ROLE)
        # A link stays good for ever: cards sleep in drawers for years (TR-03110-3 2.5).
        if role is not Role.CVCA and certificate.end < self.today:
            raise EidError(FaultCode.CERTIFICATE_EXPIRED)
        return self._with(certificate, issuer)

    def _with(self, certificate: CvCertificate, issuer: TrustPoint) -> "Verifier":
        role = certificate.chat.role
        key = certificate.public_key.point(_curve_of(issuer))
        added = TrustPoint(certificate.chr, key, certificate.public_key.hash_name, certificate)
        at = next((at for at, each in enumerate(self.path) if each.chr == issuer.name), -1)
        path = () if role is Role.CVCA else (*self.path[: at + 1], certificate)
        today = max(self.today, certificate.start) if self._dates_are_trusted(certificate, issuer) else self.today
        if role is Role.CVCA:
            roots = (added, *(each for each in self.trust_points if each.name != added.name))[:2]
            return replace(self, trust_points=roots, today=today, path=path)
        return replace(self, today=today, path=path, _keys=(*self._keys, added))

    @staticmethod
    def _dates_are_trusted(certificate: CvCertificate, issuer: TrustPoint) -> bool:
        """Links, domestic verifiers and the terminals of domestic verifiers prove the date (TR-03110-3 2.5)."""
        role = certificate.chat.role
        domestic = issuer.certificate.chat.role is Role.DV_DOMESTIC
        return role in (Role.CVCA, Role.DV_DOMESTIC) or (role is Role.TERMINAL and domestic)

    def _find(self, name: bytes) -> TrustPoint | None:
        # The latest wins: a session may bring a verifier anew.
        return next((each for each in (*reversed(self._keys), *self.trust_points) if each.name == name), None)

    def _root(self) -> CvCertificate:
        return next(each.certificate for each in self.trust_points if each.name == self.path[0].car)


def _curve_of(issuer: TrustPoint) -> Curve:
    return issuer.key.curve
