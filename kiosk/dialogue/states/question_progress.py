"""What every page of a form says about itself: which step of how many, and what is wrong."""

from kiosk.dialogue.form_blocks import ErrorSummary, Progress
from kiosk.dialogue.forms.filling import Draft, Filling
from kiosk.dialogue.forms.sayings import sentence
from kiosk.dialogue.frame import heading, text
from kiosk.dialogue.pages import Block, ServicePanel
from kiosk.services.form import Question
from kiosk.services.model import Kind
from kiosk.texts import Wording


def progress(w: Wording, filling: Filling, step: str) -> Progress | ServicePanel:
    """Which step of how many; after the steps of the form come check and done. A single step is no way to go."""
    steps = filling.steps()
    names = [each.title.say(w.lang) for each in steps]
    if filling.service.kind is not Kind.STATUS_QUERY:
        names += [w("form.step.check"), w("form.step.done")]
    if len(names) == 1:
        said = text("form.summary", filling.service.summary.say(w.lang))
        return ServicePanel(filling.service.icon, heading("form.service", filling.service.name.say(w.lang)), said)
    current = next((number for number, each in enumerate(steps) if each.id == step), len(steps))
    return Progress(
        icon=filling.service.icon,
        service=text("form.service", filling.service.name.say(w.lang)),
        step=text("form.step", w("form.step", number=current + 1, total=len(names))),
        names=tuple(text(f"form.step.{number}", name) for number, name in enumerate(names, 1)),
        current=current,
    )


def summary(w: Wording, shown: Question, draft: Draft) -> tuple[Block, ...]:
    """What is wrong with the fields that are shown, on top of the page."""
    here = {field.id for field in shown.fields}
    sentences = [sentence(w, problem) for problem in draft.problems if problem.field in here]
    words = w.count("form.errors", len(sentences)) if sentences else w("form.mismatch")
    if draft.message:
        sentences.append(w(draft.message))
    if not sentences:
        return ()
    title = heading("form.errors", words)
    return (ErrorSummary(title, tuple(text(f"form.error.{n}", words) for n, words in enumerate(sentences, 1))),)
