"""How a person takes a number or a receipt along: on paper, on the phone, or not at all. Asked before anything prints.

One `Taking` belongs to one number or receipt. It never prints by itself: each job is a press of the person. The first
one has the plain key; once bytes of a job left this machine, the next one is a copy under a key of its own and says so
on the paper. Pages and events of it are in `states/slip.py`.
"""

from dataclasses import dataclass, replace

from devices.printer.api import NotPrinted, Printed, PrinterStatus, PrintOutcome, Unknown

MOST_COPIES = 3
"""Jobs of one slip that may have left something on paper. After that a person helps."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Asked; nothing chosen yet."""


@dataclass(frozen=True, slots=True)
class Printing:
    """The printer works on `job`."""

    job: str
    since: float


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of `job`."""

    job: str
    outcome: PrintOutcome


@dataclass(frozen=True, slots=True)
class OnPhone:
    """The person takes it along with the phone's camera."""


@dataclass(frozen=True, slots=True)
class Declined:
    """The person wants neither."""


Way = Offered | Printing | Ended | OnPhone | Declined


@dataclass(frozen=True, slots=True)
class Taking:
    """See the module.

    Args:
        base: key of the first job ("ticket:<id>").
        way: what was chosen and what came of it.
        copies: jobs of which bytes left.
    """

    base: str
    way: Way = Offered()
    copies: int = 0

    @property
    def printing(self) -> bool:
        """Whether the person waits for the printer."""
        return isinstance(self.way, Printing)

    @property
    def slip_expected(self) -> bool:
        """Whether a slip is being printed, or was."""
        return self.printing or (isinstance(self.way, Ended) and isinstance(self.way.outcome, Printed))

    @property
    def reprint(self) -> bool:
        """Whether the next job may be a second slip and has to say so."""
        return self.copies > 0

    def offers_paper(self, printer: PrinterStatus | None) -> bool:
        """Whether a slip may be asked for now. A printer nobody has heard of yet is not a broken one."""
        if isinstance(self.way, Printing) or (isinstance(self.way, Ended) and isinstance(self.way.outcome, Printed)):
            return False
        return (printer is None or printer.can_print) and self.copies < MOST_COPIES

    def print(self, now: float) -> "tuple[Taking, str]":
        """The next job begins: the new state, and its idempotency key."""
        job = f"{self.base}#{self.copies + 1}" if self.reprint else self.base
        return replace(self, way=Printing(job, now)), job

    def finished(self, job: str, outcome: PrintOutcome) -> "Taking":
        """The printer's word on `job`; a late one corrects what was given up, one on an older job changes nothing."""
        match self.way:
            case Printing(job=current) | Ended(job=current, outcome=NotPrinted() | Unknown()) if current == job:
                counted = isinstance(self.way, Ended) and isinstance(self.way.outcome, Unknown)
                left = int(not isinstance(outcome, NotPrinted))
                return replace(self, way=Ended(job, outcome), copies=self.copies - int(counted) + left)
            case _:
                return self

    def overdue(self, now: float, cap_s: float) -> bool:
        """Whether the printer had long enough to answer."""
        return isinstance(self.way, Printing) and now - self.way.since >= cap_s

    def take(self, way: OnPhone | Declined) -> "Taking":
        """The person chose something else than paper."""
        return replace(self, way=way)


def base_of(job: str) -> str:
    """Key of the first job that `job` is one of."""
    return job.partition("#")[0]
