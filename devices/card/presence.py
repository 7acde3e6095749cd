"""From what PC/SC says to what a bystander sees: pure rules, no thread, no clock, no library.

* `choose_reader`  which of the listed readers is ours
* `presence_of`    a reader's state word -> CardPresence
* `Settling`       a card that trembles on the reader is reported when it has come to rest
"""

from collections.abc import Sequence
from dataclasses import dataclass

from devices.card.api import CardPresence
from devices.card.codes import StateBit

_READER_LOST = StateBit.UNKNOWN | StateBit.UNAVAILABLE | StateBit.IGNORE


def choose_reader(wanted: str, listed: Sequence[str]) -> str | None:
    """Gives the first reader whose name begins with `wanted` ("" takes the first of all), or None.

    A prefix, because pcscd appends a serial number and counters to the name that is in the configuration.
    """
    return next((name for name in listed if name.startswith(wanted)), None)


def presence_of(state: int) -> CardPresence:
    """Maps a reader's state word.

    A card without power (UNPOWERED) is still there: pcscd takes the power away when nobody uses the card. A card that
    another program uses (INUSE, EXCLUSIVE) is there as well.
    """
    if state & _READER_LOST:
        return CardPresence.NO_READER
    if state & StateBit.PRESENT:
        return CardPresence.MUTE if state & StateBit.MUTE else CardPresence.PRESENT
    return CardPresence.EMPTY


@dataclass(frozen=True, slots=True)
class Settling:
    """Which presence was reported last, which one waits to be reported, and since when. Times in seconds.

    Card states (EMPTY, PRESENT, MUTE) have to hold for `debounce_s` before they replace one another. Reader gone,
    reader back and the very first state need no rest: there is nothing that could tremble.
    """

    debounce_s: float
    reported: CardPresence | None = None
    waiting: CardPresence | None = None
    since: float = 0.0

    def seen(self, presence: CardPresence, now: float) -> "Settling":
        """Takes an observation. Ask `due` afterwards."""
        if presence is self.reported:
            return Settling(self.debounce_s, self.reported)
        if presence is self.waiting:
            return self
        return Settling(self.debounce_s, self.reported, presence, now)

    def remaining(self, now: float) -> float | None:
        """Seconds until the waiting state may be reported (0 = now), or None if nothing waits."""
        if self.waiting is None:
            return None
        if {self.reported, self.waiting} & {None, CardPresence.NO_READER}:
            return 0.0
        return max(0.0, self.since + self.debounce_s - now)

    def due(self, now: float) -> CardPresence | None:
        """Gives the presence to report now, if any."""
        return self.waiting if self.remaining(now) == 0.0 else None

    def told(self) -> "Settling":
        """After the waiting state was reported."""
        return Settling(self.debounce_s, self.waiting)
