"""The page while the terminal works: what is done, what runs, what follows."""

from typing import Literal

from kiosk.dialogue.frame import button, heading, text
from kiosk.dialogue.pages import (
    Block,
    Frame,
    Heading,
    Mark,
    Nav,
    NavSplit,
    Node,
    Notes,
    Page,
    Role,
    ServicePanel,
    Spring,
    Steps,
    Waiting,
)
from kiosk.dialogue.state import State
from kiosk.texts import Wording

Progress = Literal["done", "running", "to_come"]


def working_page(
    state: State,
    frame: Frame,
    w: Wording,
    *,
    title: str,
    steps: tuple[tuple[str, Progress], ...],
    slow: bool,
    back: bool,
    service: tuple[str, str, str] | None = None,
) -> Page:
    """Builds the page.

    Args:
        steps: words and how far each is.
        slow: it takes longer than people expect; say so.
        back: whether leaving is possible now.
        service: icon, name and sentence of the service; the queue number where it is None.
    """
    icon, name, sentence = service or ("queue", w("queue.service"), w("queue.no_name"))
    content: tuple[Block, ...] = (
        Heading(heading("working.title", title), text("working.text", w("working.text"))),
        Steps(tuple(_step(w, number, words, progress) for number, (words, progress) in enumerate(steps, 1))),
    )
    if slow:
        note = text("working.slow", w("working.slow"), w("working.slow.text"), icon="hourglass")
        content = (*content, Notes((note,)))
    return Page(
        id="working",
        appearance=state.session.appearance,
        frame=frame,
        spring=Spring.CONTENT,
        panel=ServicePanel(icon, heading("working.service", name), text("working.name", sentence)),
        content=content,
        tray=() if back else (Waiting(text("working.wait", w("working.wait"), icon="hourglass")),),
        nav=Nav(NavSplit.FULL, quiet=button("working.back", w("key.back"), icon="back")) if back else None,
        focus="working.back" if back else "",
    )


def _step(w: Wording, number: int, words: str, progress: Progress) -> Node:
    mark = {"done": Mark.DONE, "running": Mark.RUNNING, "to_come": Mark.TO_COME}[progress]
    return Node(
        id=f"working.step.{number}",
        role=Role.STATUS,
        name=words,
        value="",
        hint=w(f"step.{progress}"),
        marks=frozenset({mark}),
    )
