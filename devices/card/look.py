"""Asks the card reader once, now, on the caller's thread: what staff see when they press "Prüfen".

Apart from the watcher, which sleeps until something changes: a connection of its own to the PC/SC service, one look at
the state, no debounce.
"""

from collections.abc import Callable

from devices.card.api import CardPresence
from devices.card.codes import StateBit, Verdict, verdict
from devices.card.presence import choose_reader, presence_of
from devices.card.service import PcscPort, ScardPort


def look_now(reader_name: str, make_port: Callable[[], PcscPort] = ScardPort) -> CardPresence:
    """What the reader sees at this moment; NO_READER where the service or the reader does not answer.

    Args:
        reader_name: beginning of the reader's PC/SC name; "" takes the first reader.
        make_port: gives the PC/SC service.
    """
    port = make_port()
    code, context = port.connect()
    if verdict(code) is not Verdict.FINE:
        return CardPresence.NO_READER
    try:
        _, names = port.readers(context)
        name = choose_reader(reader_name, names)
        if name is None:
            return CardPresence.NO_READER
        code, states = port.wait(context, [(name, int(StateBit.UNAWARE))], 0)
        return presence_of(states[0]) if verdict(code) is Verdict.FINE else CardPresence.NO_READER
    finally:
        port.disconnect(context)
