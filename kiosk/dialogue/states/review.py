"""Are these answers right? A page of rows with "Ändern"; then declarations, costs and send; and the early end."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from kiosk.dialogue.effects import SubmitApplication
from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.form_blocks import ErrorSummary, Review, ReviewGroup, ReviewRow, Total
from kiosk.dialogue.forms import dividing
from kiosk.dialogue.forms.filling import Filling, today
from kiosk.dialogue.forms.prefilling import unlocked
from kiosk.dialogue.forms.reviewing import Line, Rows, review_pages, shortened
from kiosk.dialogue.forms.sayings import costs_in_words, in_words, row_in_words, row_name, sentence
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.nodes import Mark, Node, Role, Tone
from kiosk.dialogue.pages import (
    Band,
    Block,
    Choices,
    Facts,
    Heading,
    KeyRow,
    Nav,
    NavSplit,
    Notes,
    Page,
    Spring,
)
from kiosk.dialogue.phases import Asking, Confirm, Home, Privacy, Reviewing, Sending, Stopped
from kiosk.dialogue.room import review_rows
from kiosk.dialogue.state import Context, State, Step, end_visit, go, stay
from kiosk.dialogue.states import identity_start
from kiosk.dialogue.states.intro import to_queue
from kiosk.dialogue.states.question import with_filling
from kiosk.dialogue.states.question_progress import progress
from kiosk.portal.contract import provisional_code
from kiosk.services.answers import Value
from kiosk.services.fields import ListField
from kiosk.services.form import (
    Question,
    ReadCard,
    attachments,
    check_form,
    consents,
    costs,
    look,
    missing_consents,
    notices,
    stop_after,
    submission,
    warnings,
)
from kiosk.services.form.outcome import NO_CHARGE, Due
from kiosk.services.model import Consent
from kiosk.texts import Wording

CHANGE_PREFIX = "change."
CONSENT_PREFIX = "consent."


def filling_of(state: State) -> Filling:
    """The form of the session; these pages exist with one only."""
    filling = state.session.filling
    assert filling is not None  # noqa: S101 -- see above
    return filling


# --- Review ---


def on_review(_context: Context, state: State, phase: Reviewing, event: Event) -> Step:
    """Change an answer, the next page, or back into the form."""
    filling = filling_of(state)
    match event:
        case Pressed(node=node) if node.startswith(CHANGE_PREFIX):
            question = filling.question(node.removeprefix(CHANGE_PREFIX))
            opened = with_filling(state, dividing.from_the_start(filling, question))
            return go(opened, Asking(question.id, review=True))
        case Pressed(node="review.next"):
            last = phase.page + 1 >= len(_pages(state, filling))
            return go(state, Confirm() if last else Reviewing(phase.page + 1))
        case Pressed(node="review.back") if phase.page > 0:
            return go(state, Reviewing(phase.page - 1))
        case Pressed(node="review.back"):
            return go(state, Asking(filling.questions[-1].id))
        case _:
            return stay(state)


def review_room(state: State) -> int:
    """Rows of a page of the review."""
    return review_rows(state.session.appearance)


def _pages(state: State, filling: Filling) -> tuple[Rows, ...]:
    return review_pages(filling, review_room(state))


def review_page(context: Context, state: State, phase: Reviewing) -> Page:
    """17: a page of answers, each with its key."""
    w = wording(context, state)
    filling = filling_of(state)
    pages = _pages(state, filling)
    number = min(phase.page, len(pages) - 1)
    lead = text("review.page", w("review.page", page=number + 1, pages=len(pages))) if len(pages) > 1 else None
    return Page(
        id="review",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=progress(w, filling, ""),
        content=(Heading(heading("review.title", w("review.title")), lead), Review(_groups(w, filling, pages[number]))),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("review.back", w("key.back"), icon="back"),
            primary=button("review.next", w("review.next"), icon="forward"),
            icon_after=True,
        ),
        focus="review.next",
        part=number,
    )


def _groups(w: Wording, filling: Filling, asked: Rows) -> tuple[ReviewGroup, ...]:
    values = look(filling.service.fields, filling.answers).values
    groups: list[ReviewGroup] = []
    for step in filling.steps():
        own = tuple(_row(w, filling, line, values) for line in asked if line.question.step == step.id)
        if own:
            groups.append(ReviewGroup(heading(f"review.step.{step.id}", step.title.say(w.lang)), own))
    return tuple(groups)


def _row(w: Wording, filling: Filling, line: Line, values: Mapping[str, Value]) -> ReviewRow:
    """One answer, or what was answered in one row of a list; one key a page of the form."""
    field, id_ = line.field, line.field.id
    label = (field.short or field.label).say(w.lang)
    words = in_words(w, field, values.get(id_))
    if line.row is not None and isinstance(field, ListField):
        id_, label = f"{id_}.{line.row + 1}", row_name(w, field.row, line.row)
        words = row_in_words(w, field, filling.rows(line.question)[line.row]) or w("review.empty")
    if line.row is None and id_ in filling.locked:
        value = text(f"review.value.{id_}", shortened(w, words), w("review.from_card"), icon="card")
        return ReviewRow(text(f"review.label.{id_}", label), replace(value, private=True), None)
    value = text(f"review.value.{id_}", shortened(w, words))
    change = button(CHANGE_PREFIX + line.change, w("review.change"), icon="edit") if line.change else None
    return ReviewRow(text(f"review.label.{id_}", label), replace(value, private=True), change)


# --- Declarations and send ---


def on_confirm(context: Context, state: State, phase: Confirm, event: Event) -> Step:
    """Boxes toggle; send checks everything once more."""
    filling = filling_of(state)
    match event:
        case Pressed(node=node) if node.startswith(CONSENT_PREFIX):
            given = filling.consents ^ {node.removeprefix(CONSENT_PREFIX)}
            return stay(with_filling(state, replace(filling, consents=given)))
        case Pressed(node="confirm.privacy"):
            return go(state, Privacy(Confirm()))
        case Pressed(node="confirm.back"):
            return go(state, Reviewing(len(_pages(state, filling)) - 1))
        case Pressed(node="confirm.send"):
            return _send(context, state, filling)
        case _:
            return stay(state)


def _send(context: Context, state: State, filling: Filling) -> Step:
    day = today(state.now.wall.date())
    open_ = filling.open_question()
    if open_ is None and check_form(filling.service, filling.answers, day):
        filling, open_ = _first_wrong(filling, day)
    if open_ is not None:
        return go(with_filling(state, filling), Asking(open_.id, review=True))
    if identity_start.needed(filling):
        return identity_start.offer(context, state, filling)
    if missing_consents(filling.service, filling.answers, filling.consents):
        return go(state, Confirm(missing=True))
    payload = submission(
        filling.service,
        filling.answers,
        given=filling.consents,
        version=context.catalogue.version,
        lang=state.session.appearance.lang,
        identity=ReadCard(filling.eid_session, filling.from_card()) if filling.eid_session else None,
    )
    code = provisional_code(state.now.fresh)
    send = SubmitApplication(filling.key, payload, code)
    return go(state, Sending(filling.key, since=state.now.monotonic, code=code), send)


def _first_wrong(filling: Filling, day: date) -> tuple[Filling, Question]:
    """The page of the first mistake: an answer that fitted when it was given, and does not any more."""
    wrong = check_form(filling.service, filling.answers, day)[0].field
    if wrong in filling.locked:
        filling = unlocked(filling, wrong)
    asked = filling.questions
    return filling, next(question for question in asked if any(field.id == wrong for field in question.fields))


def confirm_page(context: Context, state: State, phase: Confirm) -> Page:
    """Notices, papers to come, declarations, costs, send."""
    w = wording(context, state)
    filling = filling_of(state)
    return Page(
        id="confirm",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=progress(w, filling, ""),
        content=(
            *_missing(w, filling, phase),
            Heading(
                heading("confirm.title", w("confirm.title")),
                text("confirm.text", w.kind("confirm.text", filling.service.kind.value)),
            ),
            *_facts(w, state, filling),
        ),
        tray=(
            Choices(tuple(_consent(w, filling, each.id, each.text.say(w.lang)) for each in _consents(filling))),
            KeyRow((button("confirm.privacy", w("confirm.privacy"), icon="shield"),), columns=1),
            Total(
                text("confirm.costs", w("confirm.costs")),
                text("confirm.amount", costs_in_words(w, costs(filling.service, filling.answers))),
            ),
        ),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("confirm.back", w("key.back"), icon="back"),
            primary=button("confirm.send", w.kind("confirm.send", filling.service.kind.value), icon="check"),
            icon_after=True,
        ),
        focus=f"{CONSENT_PREFIX}{_consents(filling)[0].id}" if _consents(filling) else "confirm.send",
    )


def _consents(filling: Filling) -> tuple[Consent, ...]:
    return consents(filling.service, filling.answers)


def _consent(w: Wording, filling: Filling, id_: str, words: str) -> Node:
    marks = frozenset({Mark.SELECTED}) if id_ in filling.consents else frozenset[Mark]()
    return Node(id=CONSENT_PREFIX + id_, role=Role.CHECKBOX, name=words, marks=marks)


def _missing(w: Wording, filling: Filling, phase: Confirm) -> tuple[Block, ...]:
    found = missing_consents(filling.service, filling.answers, filling.consents) if phase.missing else ()
    if not found:
        return ()
    sentences = tuple(text(f"confirm.missing.{n}", sentence(w, each)) for n, each in enumerate(found, 1))
    return (ErrorSummary(heading("confirm.errors", w.count("confirm.errors", len(found))), sentences),)


def _facts(w: Wording, state: State, filling: Filling) -> tuple[Block, ...]:
    day = today(state.now.wall.date())
    told = [notice.text.say(w.lang) for notice in notices(filling.service, filling.answers)]
    told += [sentence(w, problem) for problem in warnings(filling.service, filling.answers, day)]
    papers = attachments(filling.service, filling.answers)
    due = [each.label.say(w.lang) for each in papers if each.required]
    welcome = [each.label.say(w.lang) for each in papers if not each.required]
    facts: list[Node] = []
    if told:
        facts.append(text("confirm.notices", w("confirm.notices"), "\n".join(told), icon="info"))
    if due:
        facts.append(text("confirm.due", w("confirm.due"), "\n".join(due), icon="document"))
    if welcome:
        facts.append(text("confirm.welcome", w("confirm.welcome"), "\n".join(welcome), icon="document"))
    if costs(filling.service, filling.answers) != Due(NO_CHARGE):
        facts.append(text("confirm.pay", w("confirm.pay"), w("confirm.pay.text"), icon="euro"))
    return (Facts(tuple(facts)),) if facts else ()


# --- The early end ---


def on_stopped(_context: Context, state: State, phase: Stopped, event: Event) -> Step:
    """Nothing was sent: the counter, back to the answer, or the end."""
    match event:
        case Pressed(node="stopped.queue"):
            return to_queue(state)
        case Pressed(node="stopped.back"):
            return go(state, Asking(phase.question))
        case Pressed(node="stopped.home"):
            return go(replace(state, session=replace(state.session, filling=None)), Home())
        case Pressed(node="stopped.end"):
            return end_visit(state)
        case _:
            return stay(state)


def stopped_page(context: Context, state: State, phase: Stopped) -> Page:
    """Why it does not go on here, and how it does."""
    w = wording(context, state)
    filling = filling_of(state)
    stop = stop_after(filling.service, filling.answers, phase.step)
    words = stop.text.say(w.lang) if stop is not None else w("stopped.text")
    note = text("stopped.nothing", w("stopped.nothing"), w("stopped.nothing.text"), icon="lock")
    return Page(
        id="stopped",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=Band(Tone.WARN, "info", heading("stopped.title", w("stopped.title")), text("stopped.why", words)),
        content=(Notes((note,)),),
        tray=(KeyRow((button("stopped.queue", w("intro.queue"), icon="queue"),), columns=1),),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("stopped.back", w("key.back"), icon="back"),
            primary=button("stopped.end", w("key.end_visit"), icon="check"),
        ),
        focus="stopped.queue",
    )
