"""The portal's part in the test PKI of the eID: its authorisation, one terminal certificate for each purpose.

The authorities (root, document verifier, signing authority) lie in a folder that the town hall shares with the virtual
cards; `devices.eid.virtual_card.pki` describes it. Terminal certificates live for days (`TERMINAL_DAYS`) and in memory:
they are issued at need, and anew on the first day that they do not cover. The public key of the sector stays in a file
of its own, because the revocation tokens of the block list belong to it; its private half belongs to nobody here.
"""

import secrets
import threading
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from devices.eid.certificate_description import CertificateDescription
from devices.eid.chat import Chat
from devices.eid.curves import BP256, Point, decode_point, generate
from devices.eid.cv_certificate import CvPublicKey, issue
from devices.eid.oids import bsi
from devices.eid.passive_authentication import PassiveTrust
from devices.eid.portal_authentication import Authority
from devices.eid.restricted_identification import SectorKey
from devices.eid.signatures import sign_plain
from devices.eid.terminal_authentication import SoftwareSigner
from devices.eid.virtual_card.pki import (
    DV,
    HASH,
    SIGNATURE_OID,
    TERMINAL_DAYS,
    Issuer,
    TestPki,
    ensure_pki,
    issue_terminal,
)
from kiosk.sandbox.eid_block_list import BlockList
from kiosk.sandbox.pki import write_whole

_RI = bsi(2, 2, 5, 2, 3)
_OTHER_ROOT = b"DEOTHERID00001"


@dataclass(frozen=True, slots=True)
class Chain:
    """What leads from the key of this name to the terminal certificate, as bytes."""

    car: bytes
    certificates: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Authorisation:
    """What one reading may use."""

    authority: Authority
    chains: tuple[Chain, ...]
    sector: SectorKey


class EidPki:
    """Authorities and certificates. Thread-safe.

    Args:
        folder: of the authorities, shared with the cards; made if missing.
        sector_file: public key of the sector; made if missing.
        blocked: the block list.
    """

    def __init__(self, folder: Path, sector_file: Path, blocked: BlockList) -> None:
        self._folder = folder
        self._blocked = blocked
        self._sector = SectorKey(_RI, _sector_point(sector_file))
        self._lock = threading.Lock()
        self._issued: dict[tuple[Chat, bytes], Authority] = {}

    def found(self, today: date) -> TestPki:
        """The authorities, made if there are none and anew when they end; raises OSError."""
        return ensure_pki(self._folder, random=secrets.token_bytes, today=today)

    def authorise(self, chat: Chat, description: CertificateDescription, today: date) -> Authorisation:
        """The certificate of a purpose, still valid or fresh.

        Args:
            chat: the most that is ever read for this purpose.
            description: who reads and why; its hash goes into the certificate.

        Raises:
            OSError: the folder of the authorities cannot be used.
        """
        with self._lock:
            pki = self.found(today)
            described = description.encode()
            key = (chat, described)
            authority = self._issued.get(key)
            if authority is None or not _fits(authority, pki, today):
                authority = self._issued[key] = self._issue(pki, chat, described, today)
        return self._authorisation(authority)

    def expired(self, chat: Chat, description: CertificateDescription, today: date) -> Authorisation:
        """What a portal holds that could not renew: the certificate of last week."""
        pki = self.found(today)
        start = today - timedelta(days=TERMINAL_DAYS + 5)
        return self._authorisation(self._issue(pki, chat, description.encode(), start))

    def foreign(self, chat: Chat, description: CertificateDescription, today: date) -> Authorisation:
        """What a portal holds whose verifier belongs to a root that no card knows."""
        return self._authorisation(self._issue(_of_another_root(self.found(today)), chat, description.encode(), today))

    def _issue(self, pki: TestPki, chat: Chat, description: bytes, start: date) -> Authority:
        issued = issue_terminal(
            pki,
            chat,
            random=secrets.token_bytes,
            start=start,
            description=description,
            sectors=(self._sector,),
        )
        return Authority(
            SoftwareSigner(issued.certificate, issued.key),
            (pki.verifier.certificate,),
            description,
            PassiveTrust((pki.authority.certificate,)),
            self._blocked.meets,
        )

    def _authorisation(self, authority: Authority) -> Authorisation:
        terminal = authority.signer.certificate
        chains = tuple(Chain(each.car, (each.encode(), terminal.encode())) for each in authority.certificates)
        return Authorisation(authority, chains, self._sector)


def _fits(authority: Authority, pki: TestPki, today: date) -> bool:
    certificate = authority.signer.certificate
    return certificate.start <= today <= certificate.end and authority.certificates == (pki.verifier.certificate,)


def _of_another_root(pki: TestPki) -> TestPki:
    """The same verifier with a certificate of a root whose name no card knows."""
    root = generate(BP256.generator, secrets.token_bytes)
    known = pki.verifier.certificate
    certificate = issue(
        car=_OTHER_ROOT,
        chr=DV,
        public_key=CvPublicKey(SIGNATURE_OID, pki.verifier.key.public.encode()),
        chat=known.chat,
        start=known.start,
        end=known.end,
        sign=lambda body: sign_plain(root, HASH, body),
    )
    return replace(pki, verifier=Issuer(certificate, pki.verifier.key))


def _sector_point(file: Path) -> Point:
    if not file.exists():
        write_whole(file, generate(BP256.generator, secrets.token_bytes).public.encode(), 0o644)
    return decode_point(BP256, file.read_bytes())
