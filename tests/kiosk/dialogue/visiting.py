"""A visitor for tests: plays events one after the other and remembers what was asked of the world."""

from kiosk.dialogue.dispatch import view
from kiosk.dialogue.effects import Effect, SubmitApplication
from kiosk.dialogue.events import Event, Pressed, Tick
from kiosk.dialogue.form_blocks import ErrorSummary
from kiosk.dialogue.forms.keyboard import PAD, PREFIX
from kiosk.dialogue.machine import step
from kiosk.dialogue.pages import Page, nodes, plain
from kiosk.dialogue.state import Context, State
from tests.kiosk.dialogue.samples import stamp


class Visitor:
    """Somebody at the terminal; `context` says what it offers."""

    def __init__(self, context: Context, state: State) -> None:
        self.context = context
        self.state = state
        self.effects: list[Effect] = []
        self.now = state.now.monotonic
        self.count = 0

    def happen(self, event: Event, after_s: float = 0.1) -> "Visitor":
        self.now += after_s
        self.count += 1
        self.state, effects = step(self.context, self.state, event, stamp(self.now, self.count))
        self.effects += effects
        return self

    def press(self, *keys: str) -> "Visitor":
        for key in keys:
            assert any(node.id == key and node.pressable for node in nodes(self.page)), f"{key} not on {self.page.id}"
            self.happen(Pressed(self.page.id, key))
        return self

    def write(self, text: str) -> "Visitor":
        """Types on whatever keys the page has."""
        for sign in text:
            name = "space" if sign == " " else sign.lower()
            there = {node.id for node in nodes(self.page)}
            self.press(PAD + name if PAD + name in there else PREFIX + name)
        return self

    def wait(self, seconds: int) -> "Visitor":
        for _ in range(seconds):
            self.happen(Tick(), 1.0)
        return self

    @property
    def page(self) -> Page:
        return view(self.context, self.state)

    def said(self) -> str:
        return " ".join(f"{plain(node.name)} {plain(node.value)}" for node in nodes(self.page))

    def mistakes(self) -> list[str]:
        """Sentences of the summary on top."""
        summaries = [block for block in self.page.content if isinstance(block, ErrorSummary)]
        return [sentence.name for summary in summaries for sentence in summary.sentences]

    def value(self, node_id: str) -> str:
        return next(node.value for node in nodes(self.page) if node.id == node_id)

    def sent(self) -> list[SubmitApplication]:
        return [effect for effect in self.effects if isinstance(effect, SubmitApplication)]
