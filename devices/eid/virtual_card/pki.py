"""The test PKI that cards, town hall and tests share: made at first use in a folder, real chains, no real authority.

    cvca.cvcert, cvca.key       root of the reading parties; cards trust it from the start
    dv.cvcert, dv.key           document verifier; the portal issues its terminal certificates with it, for days
    csca.der, csca.key          signing authority of the state; the portal trusts it
    signer-explicit.der, .key   document signers, EC parameters written out
    signer-named.der, .key      or by name

Certificates as they are on a wire (card-verifiable; X.509 in DER), keys as PKCS#8 in PEM with mode 0600. The folder
appears complete or not at all, so that two processes may start at the same time; whoever comes second takes what the
first made. `ensure_pki` makes it anew when its verifier has less than a week left; cards made in the old one are then
made anew as well.

A terminal certificate is `issue_terminal(pki, …)`: certificate and key, for the signer of the portal.
"""

import contextlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from devices.eid.certificate_description import description_hash
from devices.eid.chat import Chat, Right, Role
from devices.eid.curves import BP256, CURVES, KeyPair, RandomBytes, curve_by_id, generate
from devices.eid.cv_certificate import CvCertificate, CvPublicKey, Extensions, issue, parse_certificate
from devices.eid.faults import EidError
from devices.eid.issuing import StateSigner, Validity, make_authority, make_document_signer
from devices.eid.library_curves import LIBRARY_CURVES
from devices.eid.oids import bsi
from devices.eid.restricted_identification import SectorKey
from devices.eid.signatures import sign_plain
from devices.eid.virtual_card.profiles import SignerKind

CVCA, DV = b"DETESTeID00001", b"DETESTTST00001"
TERMINAL = b"DETESTBTE00001"
SIGNATURE_OID = bsi(2, 2, 2, 2, 3)
"""id-TA-ECDSA-SHA-256."""
HASH = "sha256"
_YEARS = timedelta(days=3 * 365)
_SPARE = timedelta(days=7)
_BACK = timedelta(days=180)
"""Authorities are dated back: the day of a rehearsal may lie before the real one, and clocks of processes differ."""
TERMINAL_DAYS = 2
"""How long a terminal certificate lives, first and last day included, before it is issued anew."""
_ALL_RIGHTS = frozenset(Right) - {Right.PSA}


@dataclass(frozen=True)
class Issuer:
    """A card-verifiable certificate and its key."""

    certificate: CvCertificate
    key: KeyPair


@dataclass(frozen=True)
class TestPki:
    """The authorities of one test world."""

    __test__ = False  # no test case, whatever its name makes pytest think

    root: Issuer
    verifier: Issuer
    authority: StateSigner
    signers: dict[SignerKind, StateSigner]


def ensure_pki(folder: Path, *, random: RandomBytes, today: date) -> TestPki:
    """Take the PKI of a folder, or make it there.

    Args:
        folder: made if missing, its parent too.

    Raises:
        OSError: the folder cannot be read or made.
    """
    found = _load(folder)
    if found is None or found.verifier.certificate.end - _SPARE < today or found.verifier.certificate.start > today:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=folder.name + ".", dir=folder.parent))
        _write(fresh, make_pki(random=random, today=today - _BACK))
        if found is not None:
            shutil.rmtree(folder)
        with contextlib.suppress(OSError):  # somebody else was quicker: a full folder is not replaced
            fresh.rename(folder)
        shutil.rmtree(fresh, ignore_errors=True)
        found = _load(folder)
    if found is None:
        raise OSError(f"{folder}: no test PKI in it; delete the folder, it is made anew")
    return found


def make_pki(*, random: RandomBytes, today: date) -> TestPki:
    """Make all authorities, valid from today."""
    end = today + _YEARS
    root_key, verifier_key = generate(BP256.generator, random), generate(BP256.generator, random)
    by_root = partial(_issue, car=CVCA, issuer=root_key, start=today, end=end)
    root = by_root(chr=CVCA, key=root_key, chat=Chat(_ALL_RIGHTS, Role.CVCA), is_root=True)
    verifier = by_root(chr=DV, key=verifier_key, chat=Chat(_ALL_RIGHTS, Role.DV_DOMESTIC))
    validity = Validity(today, end)
    bp384 = curve_by_id(16)
    authority = make_authority("TEST CSCA", generate(bp384.generator, random), validity, hash_name="sha384")
    signers = {
        kind: make_document_signer(
            "TEST Document Signer",
            generate(curve.generator, random),
            validity,
            authority,
            hash_name=hash_name,
            serial=serial,
            explicit_parameters=kind is SignerKind.EXPLICIT,
        )
        for kind, curve, hash_name, serial in (
            (SignerKind.EXPLICIT, bp384, "sha512", 2),
            (SignerKind.NAMED, BP256, "sha256", 3),
        )
    }
    return TestPki(Issuer(root, root_key), Issuer(verifier, verifier_key), authority, signers)


def issue_terminal(
    pki: TestPki,
    chat: Chat,
    *,
    random: RandomBytes,
    start: date,
    days: int = TERMINAL_DAYS,
    description: bytes | None = None,
    sectors: tuple[SectorKey, ...] = (),
    holder: bytes = TERMINAL,
) -> Issuer:
    """Issue a terminal certificate, as a document verifier does every other day.

    Args:
        chat: the most that the terminal may ever ask for.
        description: encoded description of who reads; its hash goes in.
        sectors: keys that pseudonyms may be made for.
    """
    key = generate(BP256.generator, random)
    extensions = Extensions(
        None if description is None else description_hash(description, HASH),
        tuple(sector.digest(HASH) for sector in sectors),
    )
    end = start + timedelta(days=days - 1)
    issued = _issue(
        car=DV,
        issuer=pki.verifier.key,
        chr=holder,
        key=key,
        chat=chat,
        start=start,
        end=end,
        extensions=extensions,
    )
    return Issuer(issued, key)


def _issue(
    *,
    car: bytes,
    issuer: KeyPair,
    chr: bytes,
    key: KeyPair,
    chat: Chat,
    start: date,
    end: date,
    is_root: bool = False,
    extensions: Extensions | None = None,
) -> CvCertificate:
    public = CvPublicKey(SIGNATURE_OID, key.public.encode(), key.public.curve if is_root else None)
    return issue(
        car=car,
        chr=chr,
        public_key=public,
        chat=chat,
        start=start,
        end=end,
        sign=lambda body: sign_plain(issuer, HASH, body),
        extensions=extensions,
    )


def _write(folder: Path, pki: TestPki) -> None:
    parts: list[tuple[str, bytes, KeyPair]] = [
        ("cvca.cvcert", pki.root.certificate.encode(), pki.root.key),
        ("dv.cvcert", pki.verifier.certificate.encode(), pki.verifier.key),
        ("csca.der", pki.authority.certificate, pki.authority.key),
        *((f"{kind.value}.der", signer.certificate, signer.key) for kind, signer in pki.signers.items()),
    ]
    for name, certificate, key in parts:
        (folder / name).write_bytes(certificate)
        handle = os.open((folder / name).with_suffix(".key"), os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(_pem(key))


def _load(folder: Path) -> TestPki | None:
    if not (folder / "cvca.cvcert").exists():
        return None
    try:
        return _read(folder)
    except (EidError, ValueError) as error:
        raise OSError(f"{folder}: the test PKI in it is damaged; delete the folder, it is made anew") from error


def _read(folder: Path) -> TestPki:
    def issuer(name: str) -> Issuer:
        return Issuer(parse_certificate((folder / f"{name}.cvcert").read_bytes()), _key(folder / f"{name}.key"))

    def signer(name: str, hash_name: str) -> StateSigner:
        return StateSigner((folder / f"{name}.der").read_bytes(), _key(folder / f"{name}.key"), hash_name)

    signers = {
        SignerKind.EXPLICIT: signer(SignerKind.EXPLICIT.value, "sha512"),
        SignerKind.NAMED: signer(SignerKind.NAMED.value, "sha256"),
    }
    return TestPki(issuer("cvca"), issuer("dv"), signer("csca", "sha384"), signers)


def _pem(key: KeyPair) -> bytes:
    private = ec.derive_private_key(key.scalar(), LIBRARY_CURVES[key.public.curve.name])
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _key(path: Path) -> KeyPair:
    private = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise OSError(f"{path}: no key on an elliptic curve")
    names = {library.name: name for name, library in LIBRARY_CURVES.items()}
    curve = next(curve for curve in CURVES if curve.name == names[private.curve.name])
    return KeyPair(private.private_numbers().private_value, curve.generator)
