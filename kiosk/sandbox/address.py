"""`HOST:PORT` on the command line."""

import argparse
import socket
import struct
from dataclasses import dataclass

_LINGER_ZERO = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port; port 0 means any free one."""

    host: str
    port: int

    def __str__(self) -> str:
        """As in a URL: an IPv6 address in brackets (RFC 3986 section 3.2.2)."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def address(text: str) -> Address:
    """Reads `HOST:PORT` or `[V6]:PORT`; a type for argparse.

    Raises:
        argparse.ArgumentTypeError: something else.
    """
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r}: HOST:PORT expected, for example 127.0.0.1:8443")
    return Address(host.removeprefix("[").removesuffix("]"), int(port))


def bind(where: Address) -> socket.socket:
    """A bound socket that does not listen yet: who connects is refused, and nobody else gets the port.

    Raises:
        OSError: the address is taken or not ours.
    """
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    # Protocol named: asyncio turns Nagle's algorithm off for it only, and with it each answer would take 40 ms more.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((where.host, where.port))
    except OSError:
        bound.close()
        raise
    return bound


def reset_on_close(connection: socket.socket) -> None:
    """Makes the coming close a reset (RST) instead of an orderly end, as a machine shows that was switched off."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
