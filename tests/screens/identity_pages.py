"""Every page of an identification and of setting a PIN, as the dialogue makes it; and the form after the reading."""

from collections.abc import Callable
from dataclasses import replace

from devices.card.api import CardPresence
from kiosk.dialogue import identity_phases as i
from kiosk.dialogue import phases as p
from kiosk.dialogue.dispatch import view
from kiosk.dialogue.forms.filling import Filling
from kiosk.dialogue.identity_attempt import Attempt
from kiosk.dialogue.pages import Appearance, Page
from kiosk.dialogue.state import State
from kiosk.identity.api import CardReport, Purpose, Terms, Trouble, Troubled
from tests.kiosk.dialogue import identity_samples, samples
from tests.screens import dialogue_pages

Builder = Callable[[Appearance], Page]

CONTEXT = replace(dialogue_pages.CONTEXT, setup=replace(dialogue_pages.CONTEXT.setup, identification=True))
ALL = Terms(
    provider="Stadt Mayen, Bürgerbüro, Rosengasse 2, 56727 Mayen",
    purpose="Einfache Meldebescheinigung",
    required=identity_samples.TERMS.required,
    optional=("eid.date_of_birth", "eid.birth_name", "eid.place_of_birth", "eid.nationality", "eid.academic_title"),
)
WORDY = replace(
    ALL,
    provider="Landeshauptstadt Musterstadt, Fachbereich Bürgerdienste, Meldewesen und Personenstand, Haus 3",
    purpose="Zweck des Auslesens ist die Ausstellung einer einfachen Meldebescheinigung nach § 18 Bundesmeldegesetz. "
    * 12,
)
"""What the certificate of a real town says."""
LONG = {
    **identity_samples.FIELDS,
    "eid.family_names": "GRÄFIN VON SCHWERIN-LÖWENSTEIN-WERTHEIM-FREUDENBERG",
    "eid.given_names": "MARIA-ELISABETH THERESIA KATHARINA",
    "eid.city": "LUTHERSTADT WITTENBERG",
}


def _state(phase: p.Phase, look: Appearance, *, there: bool, fields: dict[str, str] | None = None) -> State:
    state = samples.at(phase, 10.0)
    form = Filling(CONTEXT.catalogue.services["hund_anmelden"], samples.A_TICKET)
    form = identity_samples.read(form, fields) if fields is not None else form
    session = replace(state.session, appearance=look, filling=form)
    health = replace(state.health, card=CardPresence.PRESENT if there else CardPresence.EMPTY)
    return replace(state, session=session, health=health)


def shows(phase: p.Phase, *, there: bool = True, terms: Terms | None = None) -> Builder:
    """The page of a phase, with the card on the reader or without."""

    def build(look: Appearance) -> Page:
        state = _state(phase, look, there=there)
        attempt = state.session.attempt
        if attempt is not None and terms is not None:
            state = replace(state, session=replace(state.session, attempt=replace(attempt, terms=terms)))
        return view(CONTEXT, state)

    return build


def read(phase: p.Phase, fields: dict[str, str]) -> Builder:
    """A page after the card was read."""
    return lambda look: view(CONTEXT, _state(phase, look, there=True, fields=fields))


def alone(phase: p.Phase, purpose: Purpose, report: CardReport) -> Builder:
    """A page of a service that is about the card alone, or that must have it: no typing instead."""

    def build(look: Appearance) -> Page:
        state = _state(phase, look, there=True)
        attempt = Attempt(identity_samples.ATTEMPT, purpose, "online_ausweis_pin", report=report)
        kept = None if isinstance(phase, i.PinSet) else attempt
        return view(CONTEXT, replace(state, session=replace(state.session, filling=None, attempt=kept)))

    return build


def on_site(look: Appearance) -> Page:
    """The consent when staff have switched the reading with the CAN on."""
    state = _state(i.IdentityConsent(), look, there=False)
    attempt = Attempt(identity_samples.ATTEMPT, Purpose.ON_SITE, "hund_anmelden", identity_samples.TERMS)
    return view(CONTEXT, replace(state, session=replace(state.session, attempt=attempt, on_site=True)))


def _named(name: str, build: Builder) -> Builder:
    """Pages of one id are told apart."""
    return lambda look: replace(build(look), id=f"identity.{name}")


def _phases() -> dict[str, Builder]:
    pages: dict[str, Builder] = {}
    for phase in identity_samples.PHASES:
        kind = type(phase).__name__
        number = sum(name.startswith(f"{kind}.") for name in pages)
        there = not isinstance(phase, i.IdentityCard) or phase.looking is not None or phase.said is not None
        pages[f"{kind}.{number}"] = shows(phase, there=there)
    return pages


_MORE: dict[str, Builder] = {
    "consent_all": shows(i.IdentityConsent(), terms=ALL),
    "consent_all_2": shows(i.IdentityConsent(1), terms=ALL),
    "consent_on_site": on_site,
    "consent_wordy": shows(i.IdentityConsent(), terms=WORDY),
    "terms_wordy": shows(i.IdentityTerms(), terms=WORDY),
    "terms_wordy_last": shows(i.IdentityTerms(99), terms=WORDY),
    "lost_and_away": shows(i.IdentityCard(said=Trouble.CARD_LOST), there=False),
    "known": read(i.IdentityKnown(), identity_samples.FIELDS),
    "known_long": read(i.IdentityKnown(), LONG),
    "known_nothing": read(i.IdentityKnown(), {}),
    "review": read(p.Reviewing(), LONG),
    "review_2": read(p.Reviewing(1), LONG),
    "question_rest": read(p.Asking("halter.address"), LONG),
    "old_pin_last": alone(i.IdentityEntry(i.Entry.OLD_PIN), Purpose.SET_PIN, CardReport(1, can_proven=True)),
    "blocked_alone": alone(i.IdentityStop(i.Stop.BLOCKED), Purpose.SET_PIN, CardReport(0)),
    "trouble_alone": alone(i.IdentityTrouble(Troubled(Trouble.PORTAL)), Purpose.IDENTIFY, CardReport(3)),
    "expired_alone": alone(i.IdentityTrouble(Troubled(Trouble.EXPIRED)), Purpose.IDENTIFY, CardReport(3)),
    "card_alone": alone(i.IdentityCard(), Purpose.SET_PIN, CardReport(3)),
    "pin_set_alone": alone(i.PinSet(), Purpose.SET_PIN, CardReport(3)),
    **{f"intro_{name}": shows(p.Intro(name), there=False) for name in ("hund_anmelden", "bewohnerparkausweis")},
}
PAGES: dict[str, Builder] = {f"identity.{name}": _named(name, b) for name, b in {**_phases(), **_MORE}.items()}
