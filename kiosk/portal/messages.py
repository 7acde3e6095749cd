"""One request and one answer as plain data, so that who sorts them need not know the HTTP library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Question:
    """One request as it goes out. Its repr shows neither token nor body."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, as far as it came. Its repr does not show the body.

    `framed` is false when only the end of the connection ended the body (RFC 9112 section 6.3): then nobody can tell a
    whole body from a torn one.
    """

    status: int
    content_type: str
    retry_after: str | None
    body: bytes = field(repr=False)
    framed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Trust and limits of one exchange; fields as in PortalSettings."""

    ca_file: Path
    connect_s: float
    read_s: float
    max_answer_bytes: int
