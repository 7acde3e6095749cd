"""A way to talk to the card: in plain, or sealed. Above it nobody minds which."""

from typing import Protocol

from devices.eid.apdu import Command, Response, decode_response
from devices.eid.api import Transmit
from devices.eid.faults import EidError, FaultCode
from devices.eid.secure_messaging import SecureChannel


class Link(Protocol):
    """One command, one answer."""

    def send(self, command: Command) -> Response:
        """Exchange; raises EidError, CardLostError, TransportError."""
        ...


class PlainLink:
    """Commands as they are."""

    def __init__(self, transmit: Transmit) -> None:
        self._transmit = transmit

    def send(self, command: Command) -> Response:
        """Exchange in plain.

        Raises:
            EidError: ANSWER_EMPTY, ANSWER_TOO_LONG (more than was asked for), NO_EXTENDED_LENGTH.
            CardLostError, TransportError: from the reader.
        """
        return _sized(command, decode_response(self._transmit(command.encode())))


class SecureLink:
    """Commands sealed by a channel."""

    def __init__(self, transmit: Transmit, channel: SecureChannel) -> None:
        self._transmit = transmit
        self._channel = channel

    def send(self, command: Command) -> Response:
        """Exchange under seal.

        Raises:
            EidError: those of `SecureChannel`, ANSWER_EMPTY, ANSWER_TOO_LONG, NO_EXTENDED_LENGTH. The channel is dead.
            CardLostError, TransportError: from the reader. The channel is dead as well: its counters are apart.
        """
        try:
            sealed = self._channel.wrap_command(command)
            answer = decode_response(self._transmit(sealed))
            if not answer.data and answer.status == 0x6700:
                raise EidError(FaultCode.NO_EXTENDED_LENGTH, answer.status)
            return _sized(command, self._channel.unwrap_response(answer))
        except Exception:
            self._channel.close()
            raise


def expect_ok(response: Response) -> bytes:
    """The data of an answer with 9000; raises EidError (STATUS_UNEXPECTED) with any other status."""
    if not response.ok:
        raise EidError(FaultCode.STATUS_UNEXPECTED, response.status)
    return response.data


def _sized(command: Command, response: Response) -> Response:
    if len(response.data) > command.ne:
        raise EidError(FaultCode.ANSWER_TOO_LONG)
    if response.status == 0x6700 and command.needs_extended:
        raise EidError(FaultCode.NO_EXTENDED_LENGTH, response.status)
    return response
