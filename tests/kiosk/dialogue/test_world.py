"""A world that answers late, fails and is impatient: whatever order things come in, numbers and paper stay honest."""

from typing import assert_never
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from devices.card.api import CardPresence
from devices.printer.api import NotPrinted, Printed, PrinterStatus, Unknown
from kiosk.dialogue import phases as p
from kiosk.dialogue.dispatch import view
from kiosk.dialogue.effects import (
    DrawTicket,
    Effect,
    FetchOptions,
    FetchQueue,
    NewVisit,
    PrepareSeal,
    PrintDocument,
    ProbePortal,
    QueryStatus,
    ReportTicket,
    SubmitApplication,
    WithdrawApplication,
)
from kiosk.dialogue.events import (
    CardChanged,
    Event,
    PortalProbed,
    Pressed,
    PrintFinished,
    QueueAnswered,
    Tick,
    TicketAnswered,
    Touched,
)
from kiosk.dialogue.machine import step
from kiosk.dialogue.pages import focus_order, nodes
from kiosk.dialogue.taking import Ended, base_of
from tests.kiosk.dialogue import samples

CONTEXT = samples.context(forms=False)


def number_of(job: str) -> UUID:
    """The number that a print job is about."""
    return UUID(base_of(job).removeprefix("ticket:"))


ANSWERS = st.sampled_from(["good", "good", "good", "away"])


class World(RuleBasedStateMachine):
    """The terminal among a portal, a printer and a person, all of them random."""

    def __init__(self) -> None:
        super().__init__()
        self.state = samples.at(p.Attract(), visit=False)
        self.now = 0.0
        self.count = 0
        self.waiting: list[Effect] = []
        self.given: set[UUID] = set()
        self.printed: set[str] = set()
        self.jobs: list[str] = []
        self.left: set[str] = set()
        self.not_printed: set[str] = set()
        self.reports: dict[UUID, list[str]] = {}

    def happen(self, event: Event, after_s: float = 0.1) -> None:
        self.now += after_s
        self.count += 1
        self.state, effects = step(CONTEXT, self.state, event, samples.stamp(self.now, self.count))
        for effect in effects:
            self.note(effect)

    def note(self, effect: Effect) -> None:
        match effect:
            case ReportTicket(ticket, outcome):
                self.reports.setdefault(ticket, []).append(outcome.outcome)
            case PrintDocument(job):
                assert job not in self.jobs or job in self.not_printed
                self.jobs = [*(each for each in self.jobs if each != job), job]
                self.waiting.append(effect)
            case DrawTicket() | FetchQueue() | ProbePortal():
                self.waiting.append(effect)
            case NewVisit() | FetchOptions() | QueryStatus() | PrepareSeal():
                pass
            case SubmitApplication() | WithdrawApplication():
                pass
            case never:
                assert_never(never)

    @rule(choice=st.integers(0, 30))
    def press(self, choice: int) -> None:
        page = view(CONTEXT, self.state)
        keys = focus_order(page)
        if keys:
            self.happen(Pressed(page.id, keys[choice % len(keys)]))
        else:
            self.happen(Touched(page.id))

    @rule(seconds=st.sampled_from([1, 1, 5, 25, 61]))
    def wait(self, seconds: int) -> None:
        for _ in range(seconds):
            self.happen(Tick(), 1.0)

    @rule(presence=st.sampled_from(CardPresence))
    def card(self, presence: CardPresence) -> None:
        self.happen(CardChanged(presence))

    @rule(which=st.integers(0, 9), how=ANSWERS, paper=st.sampled_from(["yes", "yes", "no", "unknown"]))
    def answer(self, which: int, how: str, paper: str) -> None:
        if not self.waiting:
            return
        effect = self.waiting.pop(which % len(self.waiting))
        match effect:
            case FetchQueue(request):
                self.happen(QueueAnswered(request, samples.overview() if how == "good" else samples.UNREACHABLE))
            case ProbePortal():
                self.happen(PortalProbed(None if how == "good" else samples.UNREACHABLE))
            case DrawTicket(ticket):
                self.given |= {ticket} if how == "good" else set()
                self.happen(TicketAnswered(ticket, samples.ticket(ticket) if how == "good" else samples.UNREACHABLE))
            case PrintDocument(job):
                self.printed |= {job} if paper == "yes" else set()
                self.left |= {base_of(job)} if paper != "no" else set()
                self.not_printed |= {job} if paper == "no" else set()
                outcome = {"yes": Printed(), "no": NotPrinted(PrinterStatus.NO_PAPER)}.get(paper)
                self.happen(PrintFinished(job, outcome or Unknown(PrinterStatus.OFFLINE)))
            case _:
                raise AssertionError(effect)

    @invariant()
    def one_job_a_number(self) -> None:
        assert len(self.jobs) == len(set(self.jobs))
        assert {number_of(job) for job in self.jobs} <= self.given

    @invariant()
    def the_next_job_of_a_number_is_a_copy_of_one_that_may_be_on_paper(self) -> None:
        for job in self.jobs:
            earlier = base_of(job)
            assert job == earlier or earlier in self.left

    @invariant()
    def the_page_claims_only_what_the_printer_confirmed(self) -> None:
        said = " ".join(node.name for node in nodes(view(CONTEXT, self.state)))
        if "Entnehmen Sie den Zettel" in said or "Take your ticket" in said:
            phase = p.ground(self.state.phase)
            assert isinstance(phase, p.Ticket)
            assert isinstance(phase.taking.way, Ended)
            assert phase.taking.way.job in self.printed

    @invariant()
    def every_number_is_with_somebody_or_given_back(self) -> None:
        phase = p.ground(self.state.phase)
        here = phase.ticket.id if isinstance(phase, p.Ticket) else None
        waiting = {number_of(effect.job) for effect in self.waiting if isinstance(effect, PrintDocument)}
        asked_again = {effect.ticket for effect in self.waiting if isinstance(effect, DrawTicket)}
        for number in self.given:
            assert number == here or number in waiting or number in self.reports or number in asked_again

    @invariant()
    def a_number_that_somebody_has_is_not_given_back(self) -> None:
        assert all(set(found) == {"void"} or "void" not in found for found in self.reports.values())

    @invariant()
    def nothing_is_left_of_a_visit_that_ended(self) -> None:
        if isinstance(self.state.phase, p.Attract | p.OutOfService | p.CardLeft):
            assert self.state.session.started is None


TestWorld = World.TestCase
TestWorld.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
