"""One HTTPS exchange over requests. The only module that imports requests; it is itself imported on first use only.

What requests would do on its own and must not do here: read proxies, CA bundles, passwords and a key log from the
environment, follow a redirect (it even reads the body of a redirect that it does not follow, without a limit), unpack
compressed bodies, keep cookies.

Each exchange has its own session and its own connection, so nothing is shared between threads, and a connection that
died in a pulled cable is never waited for.
"""

import http.client
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError, IncompleteRead

from kiosk.portal.deadline import DeadlineError, Lifeline
from kiosk.portal.errors import FailureKind, PortalFailure
from kiosk.portal.messages import Answer, Limits, Question

_CHUNK = 8192

_CAUSES: tuple[tuple[tuple[type[BaseException], ...], FailureKind, str], ...] = (
    ((ssl.SSLCertVerificationError,), FailureKind.UNTRUSTED, "certificate-refused"),
    ((requests.ConnectTimeout,), FailureKind.UNREACHABLE, "connect-timeout"),
    ((requests.Timeout, TimeoutError), FailureKind.UNREACHABLE, "read-timeout"),
    ((ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionError), FailureKind.UNREACHABLE, "connection-failed"),
    ((ssl.SSLError,), FailureKind.UNTRUSTED, "tls-failed"),
    ((http.client.IncompleteRead, IncompleteRead), FailureKind.UNREACHABLE, "answer-broken-off"),
    ((http.client.HTTPException, ValueError), FailureKind.BROKEN, "answer-not-http"),
)
"""The first row that the chain of causes holds decides. RemoteDisconnected is a ConnectionError and comes before
HTTPException, which it is too."""


def exchange(question: Question, limits: Limits, line: Lifeline) -> Answer | PortalFailure:
    """Sends `question` once and reads the whole answer, or says what went wrong.

    Raises:
        DeadlineError: the lifeline was cut before a connection stood.
    """
    try:
        with _session(line) as session:
            response = session.request(
                question.method,
                question.url,
                data=question.body,
                headers=dict(question.headers),
                timeout=(limits.connect_s, limits.read_s),
                verify=str(limits.ca_file),
                allow_redirects=False,
                stream=True,
            )
            return _read(response, limits.max_answer_bytes)
    except DeadlineError:
        raise
    except (requests.RequestException, HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        return _failure(error)


def _read(response: requests.Response, limit: int) -> Answer | PortalFailure:
    body = bytearray()
    with response:
        if 300 <= response.status_code < 400:
            return PortalFailure(FailureKind.UNTRUSTED, "redirected")
        while chunk := response.raw.read1(_CHUNK, decode_content=False):
            body += chunk
            if len(body) > limit:
                return PortalFailure(FailureKind.BROKEN, "answer-too-large")
        return Answer(
            response.status_code,
            response.headers.get("Content-Type", ""),
            response.headers.get("Retry-After"),
            bytes(body),
            framed="Content-Length" in response.headers or "Transfer-Encoding" in response.headers,
        )


def _failure(error: BaseException) -> PortalFailure:
    """Sorts by the chain of causes; never by the text, which differs between versions and may hold an address."""
    causes = list(_chain(error))
    for types, kind, code in _CAUSES:
        if any(isinstance(cause, types) for cause in causes):
            return PortalFailure(kind, code)
    return PortalFailure(FailureKind.UNREACHABLE, "connection-failed")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and everything it wraps: causes, contexts, and errors carried as arguments as urllib3 does."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        current = waiting.pop()
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """No answer is a redirect to us: the status is looked at by the caller."""
        return None


@contextmanager
def _session(line: Lifeline) -> Iterator[requests.Session]:
    session = _Session()
    session.trust_env = False
    session.headers.clear()
    session.adapters.clear()
    session.mount("https://", _Adapter(line))
    with session:
        yield session


class _Adapter(HTTPAdapter):
    """TLS 1.3 only (contract, BSI TR-02102-2), no repeats of its own, connections under the lifeline."""

    def __init__(self, line: Lifeline) -> None:
        self._line = line
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:
        manager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, ssl_context=_tls())
        manager.pool_classes_by_scheme = {"https": _pool(self._line)}
        self.poolmanager = manager


def _tls() -> ssl.SSLContext:
    """A context that trusts nobody yet (requests adds the CA file) and that no environment variable can open.

    Made by hand because the helpers of ssl and urllib3 write the keys of each connection to `SSLKEYLOGFILE`.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return context


def _pool(line: Lifeline) -> type[HTTPSConnectionPool]:
    class Connection(HTTPSConnection):
        def _new_conn(self) -> Any:
            connection = super()._new_conn()
            try:
                line.hold(connection)
            except DeadlineError:
                connection.close()
                raise
            return connection

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    return Pool
