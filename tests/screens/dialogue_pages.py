"""The pages that the dialogue really makes, from the shipped texts and services, for pictures and layout checks.

One builder a state that looks different; what a person pressed before is played, as in the dialogue's own tests.
"""

from collections.abc import Callable
from dataclasses import replace

from kiosk.dialogue import phases as p
from kiosk.dialogue.dispatch import view
from kiosk.dialogue.events import Pressed
from kiosk.dialogue.forms.filling import Filling
from kiosk.dialogue.identity_phases import IdentityPhase
from kiosk.dialogue.machine import step
from kiosk.dialogue.pages import Appearance, Page
from kiosk.dialogue.state import Place, Setup, State
from kiosk.portal.contract import QueueOverview, QueueService
from tests.kiosk.dialogue import samples

Builder = Callable[[Appearance], Page]

SERVICES = ("hund_anmelden", "bewohnerparkausweis", "buergeranregung", "fundanzeige", "vorgang_status")
"""Forms whose every question is looked at: together they have every kind of field."""


def _setup() -> Setup:
    places = (
        Place("person", {"de": "Bürgerbüro, Zimmer 104", "en": "Citizens' office, room 104"},
              {"de": "Im Erdgeschoss rechts. Bis 18 Uhr geöffnet.", "en": "Ground floor, on the right. Open until 6."}),
        Place("phone", {"de": "Telefon 02651 88-0", "en": "Phone 02651 88-0"},
              {"de": "Montag bis Freitag, 8 bis 18 Uhr.", "en": "Monday to Friday, 8 am to 6 pm."}),
    )  # fmt: skip
    return replace(samples.setup(), places=places)


CONTEXT = replace(samples.context(), setup=_setup())


def overview() -> QueueOverview:
    names = ("Ausweis und Pass", "Wohnung an-, ab- oder ummelden", "Bescheinigung oder Beglaubigung",
             "Parkausweis und Verkehr", "Hund, Steuer und Kasse", "Etwas anderes")  # fmt: skip
    waits = (18, 18, 18, 5, 0, None)
    services = tuple(
        QueueService(id=f"q{n}", name=samples.text(name), waiting=n, wait_minutes=wait)
        for n, (name, wait) in enumerate(zip(names, waits, strict=True))
    )
    return QueueOverview(open=True, waiting=9, counters_open=4, services=services)


def _state(phase: p.Phase, look: Appearance, service: str = "hund_anmelden") -> State:
    state = samples.at(phase, 10.0)
    form = Filling(CONTEXT.catalogue.services[service], samples.A_TICKET)
    return replace(state, session=replace(state.session, appearance=look, filling=form))


def shows(phase: p.Phase, service: str = "hund_anmelden", *keys: str) -> Builder:
    """The page of a phase, after keys were pressed on it."""

    def build(look: Appearance) -> Page:
        state = _state(phase, look, service)
        for count, key in enumerate(keys):
            state, _ = step(CONTEXT, state, Pressed(view(CONTEXT, state).id, key), samples.stamp(20.0 + count, count))
        return view(CONTEXT, state)

    return build


def _questions() -> dict[str, Builder]:
    pages: dict[str, Builder] = {}
    for service in SERVICES:
        for question in Filling(CONTEXT.catalogue.services[service], samples.A_TICKET).questions:
            pages[f"{service}.{question.id}"] = shows(p.Asking(question.id), service)
            pages[f"{service}.{question.id}.wrong"] = shows(p.Asking(question.id), service, "form.next")
    return pages


QUEUE = p.QueueChoice(overview())
OVERLAYS: tuple[p.Phase, ...] = (
    p.Help(p.Home()),
    p.Language(p.Home()),
    *(p.Settings(p.Home(), page) for page in range(3)),
    p.TimeWarning(p.Home(), 20.0, 20.0),
    p.Leaving(p.Confirm()),
)
MORE: tuple[p.Phase, ...] = (p.Home(1), p.Home(2), QUEUE, replace(QUEUE, missing=True), replace(QUEUE, page=1))


def _phases() -> dict[str, Builder]:
    """Every phase that the dialogue's own tests know, but for questions and identification: those come elsewhere."""
    pages: dict[str, Builder] = {}
    for phase in (*samples.GROUNDS, *MORE, *OVERLAYS):
        if isinstance(phase, p.Asking | p.Intro | IdentityPhase):
            continue
        kind = type(phase).__name__
        number = sum(name.startswith(f"real.{kind}.") for name in pages)
        pages[f"real.{kind}.{number}"] = shows(phase)
    return pages


PAGES: dict[str, Builder] = {
    **_phases(),
    **{f"real.Intro.{service}": shows(p.Intro(service), service) for service in SERVICES},
    **{f"real.{name}": build for name, build in _questions().items()},
}
