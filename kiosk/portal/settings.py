"""Settings of the portal client. What is wrong here is broken configuration, so it raises and names the remedy."""

import re
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_MAX_FILE = 1024 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{16,512}=*")
_TERMINAL_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class PortalSettingsError(Exception):
    """The settings cannot work; the text names the setting, what is wrong and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalSettings:
    """Where the portal is and how long it may take. Secrets are files: nothing in here is secret.

    Args:
        url: `https://host[:port][/prefix]`; the contract's base path is appended.
        ca_file: PEM file with the authorities that may vouch for the portal; no other is believed, not the system's.
        token_file: file with the bearer token of this terminal (RFC 6750), not readable by others.
        terminal_id: name of this terminal, sent as `X-Terminal-Id` so that staff find it in the portal's log.
        connect_s: seconds for the TCP connection and for each silence within the TLS handshake.
        read_s: seconds of silence that one try bears; the overall deadline holds besides.
        deadline_s: seconds that a call may take in all, its repeats and pauses included.
        health_deadline_s: the same for `health()`, which nobody waits for but which must not pile up.
        max_answer_bytes: longest body that is read; a longer one is no answer of the contract.
        tries: how often `draw` and `report` are sent at most, the first time included.
        backoff_s: upper end of the pause before the first repeat; doubles each time, drawn at random from 0 on.
    """

    url: str
    ca_file: Path
    token_file: Path
    terminal_id: str
    connect_s: float = 3.0
    read_s: float = 15.0
    deadline_s: float = 20.0
    health_deadline_s: float = 4.0
    max_answer_bytes: int = 256 * 1024
    tries: int = 4
    backoff_s: float = 0.5

    def check(self) -> None:
        """Checks everything that can be checked without the network.

        Raises:
            PortalSettingsError: a setting that cannot work.
        """
        _check_url(self.url)
        if not _TERMINAL_ID.fullmatch(self.terminal_id):
            raise PortalSettingsError(
                f"terminal_id {self.terminal_id!r}: letters, digits, dot, dash and underscore only, at most 64"
            )
        limits = (self.connect_s, self.read_s, self.deadline_s, self.health_deadline_s, self.max_answer_bytes)
        if min(limits) <= 0 or self.tries < 1 or self.backoff_s < 0:
            raise PortalSettingsError("time limits and sizes must be above 0, tries at least 1")
        if b"-----BEGIN CERTIFICATE-----" not in _content(self.ca_file, "ca_file"):
            raise PortalSettingsError(f"ca_file {self.ca_file}: holds no PEM certificate; copy the portal's CA there")

    def read_token(self) -> str:
        """Reads the token anew.

        Raises:
            PortalSettingsError: missing, readable by others, or not a token.
        """
        content = _content(self.token_file, "token_file", private=True)
        token = content.decode("ascii", "replace").strip()
        if not _TOKEN.fullmatch(token):
            raise PortalSettingsError(
                f"token_file {self.token_file}: not a bearer token (one line, 16 to 512 characters)"
            )
        return token


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise PortalSettingsError(f"url {url!r}: {error}") from error
    if parts.scheme != "https" or not parts.hostname or port == 0:
        raise PortalSettingsError(f"url {url!r}: must be https://host[:port]")
    if parts.username is not None or parts.query or parts.fragment or re.search(r"[^!-~]", url):
        raise PortalSettingsError("url: no user name, query, fragment, space or control character allowed")


def _content(path: Path, setting: str, *, private: bool = False) -> bytes:
    try:
        with path.open("rb") as file:
            mode = path.stat().st_mode
            if private and stat.S_IMODE(mode) & 0o007:
                raise PortalSettingsError(
                    f"{setting} {path}: every user of this machine may read it (mode {stat.S_IMODE(mode):03o}); "
                    f"run: chmod 600 {path}  and have the token replaced"
                )
            return file.read(_MAX_FILE)
    except OSError as error:
        raise PortalSettingsError(f"{setting} {path}: {error.strerror}") from error
