"""The one thing this package asks of a reader: carry a command to the card and bring the answer."""

from collections.abc import Callable

Transmit = Callable[[bytes], bytes]
"""Sends one command APDU and gives the answer with its status word.

Raises CardLostError or TransportError, nothing else: whoever owns the reader translates its codes into these two.
"""


class CardLostError(Exception):
    """The card was taken away or moved."""


class TransportError(Exception):
    """Reader or PC/SC service failed; the card may still lie there."""
