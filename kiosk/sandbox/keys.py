"""The town hall's own keys: applications are sealed to the ones, receipts are signed by the others.

Files in the state folder, made at the first start: `sealing.key` and `signing.key` (private JWK sets, mode 0600), and
`portal-keys.json` (all public keys with the destination; give it to the terminal, which pins it).

Rotation with overlap: a new key is published before it is used (`notice`), and the old one is still used by whoever has
not heard of the new one, until `OVERLAP` after that. Private keys stay after their end, because an application may be
sealed before a rotation and handed in after it; only `drop` forgets one.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from joserfc.jwk import ECKey, KeySet

from kiosk.portal.contract import RECEIPT_ALGORITHM
from kiosk.portal.keys import PRIVATE_MEMBERS, PublicKey, Use, first_valid
from kiosk.portal.sealing import ALGORITHMS
from kiosk.sandbox.pki import write_whole

DESTINATION = "mayen.portal.example"
OVERLAP = timedelta(days=7)

_Jwk = dict[str, Any]
_FILES: dict[Use, str] = {"enc": "sealing.key", "sig": "signing.key"}
_ALGORITHMS: dict[Use, str] = {"enc": ALGORITHMS[0], "sig": RECEIPT_ALGORITHM}


class TownKeys:
    """See the module. Thread-safe.

    Args:
        directory: state folder; it exists.
        now: the town hall's time.
    """

    def __init__(self, directory: Path, now: Callable[[], datetime]) -> None:
        self._directory = directory
        self._now = now
        self._lock = threading.Lock()
        self._private: dict[Use, list[_Jwk]] = {use: self._found(use) for use in _FILES}
        self._publish()

    def public(self) -> bytes:
        """What terminals pin: the newest keys first."""
        with self._lock:
            return msgspec.json.encode({"destination": DESTINATION, "keys": self._public()})

    def opening(self) -> KeySet:
        """Everything that opens a seal, valid today or not."""
        with self._lock:
            return KeySet([ECKey.import_key(each) for each in self._private["enc"]])

    def signing(self) -> ECKey:
        """The key that signs a receipt now."""
        with self._lock:
            keys = self._private["sig"]
            known = [msgspec.convert(_public(each), PublicKey) for each in keys]
            valid = first_valid(known, "sig", self._now().timestamp()) or known[0]
            return ECKey.import_key(keys[known.index(valid)])

    def rotate(self, notice: timedelta) -> None:
        """A new key for each use, used from `notice` on; the ones before it end `OVERLAP` later."""
        start = int((self._now() + notice).timestamp())
        with self._lock:
            for use, keys in self._private.items():
                for each in keys:
                    each.setdefault("exp", start + int(OVERLAP.total_seconds()))
                keys.insert(0, _made(use) | {"nbf": start})
                self._write(use)
            self._publish()

    def drop(self, kid: str) -> bool:
        """Forgets a key for good. False when there is none of this name, or it is the last one of its use."""
        with self._lock:
            for use, keys in self._private.items():
                left = [each for each in keys if each["kid"] != kid]
                if left and len(left) < len(keys):
                    self._private[use] = left
                    self._write(use)
                    self._publish()
                    return True
        return False

    def names(self) -> list[_Jwk]:
        """For the control socket: which keys there are and when they are used."""
        with self._lock:
            known = ("kid", "use", "nbf", "exp")
            return [{name: each[name] for name in known if name in each} for each in self._public()]

    def _found(self, use: Use) -> list[_Jwk]:
        file = self._directory / _FILES[use]
        if not file.exists():
            write_whole(file, msgspec.json.encode({"keys": [_made(use)]}), 0o600)
        keys: list[_Jwk] = msgspec.json.decode(file.read_bytes())["keys"]
        return keys

    def _write(self, use: Use) -> None:
        write_whole(self._directory / _FILES[use], msgspec.json.encode({"keys": self._private[use]}), 0o600)

    def _public(self) -> list[_Jwk]:
        return [_public(each) for keys in self._private.values() for each in keys]

    def _publish(self) -> None:
        content = msgspec.json.encode({"destination": DESTINATION, "keys": self._public()})
        file = self._directory / "portal-keys.json"
        if not file.exists() or file.read_bytes() != content:
            write_whole(file, content, 0o644)


def _made(use: Use) -> _Jwk:
    key = ECKey.generate_key("P-256", {"use": use, "alg": _ALGORITHMS[use]}, private=True)
    return {**key.as_dict(private=True), "kid": key.thumbprint()}


def _public(key: _Jwk) -> _Jwk:
    return {name: value for name, value in key.items() if name not in PRIVATE_MEMBERS}
