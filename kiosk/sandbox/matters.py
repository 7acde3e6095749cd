"""What people come for in the town of the mock-ups, and who is already waiting when its day begins.

Matters of one desk share one queue, one letter and one estimate. The figures are those of mock-ups 22 and 22b: 9 people
wait at 4 counters, 6 of them (18 minutes) for the citizens' office, 3 (5 minutes) for parking, and the next number of
the citizens' office is B 047.
"""

from dataclasses import dataclass

from kiosk.portal.contract import Text


@dataclass(frozen=True, slots=True)
class Desk:
    """One queue with the counters that serve it.

    Args:
        letter: first letter of its numbers.
        counters: counters that call from it.
        seconds_each: how long one person takes at one counter, for the estimate.
        last_number: last number that was given out before the day of the sandbox begins.
        crowd: people who wait at that moment.
    """

    letter: str
    counters: int
    seconds_each: int
    last_number: int
    crowd: int


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing people queue for; `id` and `name` as in the contract's QueueService."""

    id: str
    name: Text
    desk: Desk


CITIZENS = Desk("B", counters=2, seconds_each=360, last_number=46, crowd=6)
TRAFFIC = Desk("V", counters=1, seconds_each=100, last_number=18, crowd=3)
TREASURY = Desk("K", counters=1, seconds_each=300, last_number=11, crowd=0)

DESKS = (CITIZENS, TRAFFIC, TREASURY)

MATTERS = (
    Matter("id_documents", Text(de="Ausweis und Pass", en="ID card and passport"), CITIZENS),
    Matter(
        "residence",
        Text(de="Wohnung an-, ab- oder ummelden", en="Register, deregister or change your address"),
        CITIZENS,
    ),
    Matter("certificates", Text(de="Bescheinigung oder Beglaubigung", en="Certificate or certified copy"), CITIZENS),
    Matter("parking", Text(de="Parkausweis und Verkehr", en="Parking permit and traffic"), TRAFFIC),
    Matter("dog_tax_treasury", Text(de="Hund, Steuer und Kasse", en="Dog, tax and payments"), TREASURY),
    Matter("other", Text(de="Etwas anderes", en="Something else"), CITIZENS),
)

AREA = Text(de="Wartebereich im Erdgeschoss", en="Waiting area on the ground floor")
WAY = Text(de="Gehen Sie nach links, an der Treppe vorbei.", en="Turn left and walk past the stairs.")
OPENS_NEXT = Text(de="am nächsten Arbeitstag ab 8 Uhr", en="on the next working day from 8 am")


def matter(service: str) -> Matter | None:
    """The matter with this id, or None."""
    return next((each for each in MATTERS if each.id == service), None)


def number_label(letter: str, count: int) -> str | None:
    """The `count`-th number of a letter and day: B 001 … B 999, then BA 001 … BZ 999. None when all are used up."""
    block, rest = divmod(count - 1, 999)
    if block == 0:
        return f"{letter} {rest + 1:03}"
    if block <= 26:
        return f"{letter}{chr(ord('A') + block - 1)} {rest + 1:03}"
    return None


def estimate(desk: Desk, people: int) -> int | None:
    """Minutes until it is the turn of somebody with so many people before them; None when it would be a guess."""
    minutes = round(people * desk.seconds_each / desk.counters / 60)
    return minutes if minutes <= 999 else None
