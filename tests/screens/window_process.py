"""The process behind `Window` in the conftest: shows sample pages, reports everything as lines of JSON.

Commands on its standard input: `page NAME`, `look JSON` (how pages look from the next one on), `follow NAME` (the page
that the next press leads to), `count` (drawing instructions in memory), `raise`, `stop`.
The page `typing` answers to its keys.
"""

import gc
import importlib.util
import json
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from kiosk.dialogue.events import Pressed
from kiosk.dialogue.pages import Appearance, Page, Size, Theme
from kiosk.secret_entry import SecretEntry
from kiosk.settings.arms import Arms
from kiosk.settings.contrast import rgb
from screens import Rect, Ui, UiEvent, UiOptions, run_ui
from tests.kiosk.settings import second_town
from tests.screens import every_page, form_pages

spec = importlib.util.spec_from_file_location("sample_pages", Path(__file__).parent / "sample_pages.py")
assert spec is not None
assert spec.loader is not None
samples = importlib.util.module_from_spec(spec)
sys.modules["sample_pages"] = samples
spec.loader.exec_module(samples)


_TOLD = ("page", "node", "text", "count")


def say(what: str, **more: Any) -> None:
    print(json.dumps({"what": what, **more}), flush=True)  # noqa: T201 -- standard output is the wire


class Process:
    """State of the process: which page is due."""

    def __init__(self, page: str, look: Appearance) -> None:
        self.look = look
        self.name = page
        self.follow = ""
        self.typist = form_pages.Typist()
        self.broken = False
        self.ui: Ui | None = None

    def page(self) -> Page:
        if self.broken:
            raise LookupError("no such page")
        if self.name == "typing":
            return self.typist.page(self.look)
        build = every_page.PAGES.get(self.name) or getattr(samples, self.name)
        page: Page = build(self.look)
        return page

    def post(self, event: UiEvent) -> None:
        fields = {name: str(value) for name, value in asdict(event).items() if name in _TOLD}
        say("event", kind=type(event).__name__, **fields)
        if self.name == "typing" and self.typist.take(event) and self.ui is not None:
            self.ui.wake()
        if isinstance(event, Pressed) and self.follow:
            self.name, self.follow = self.follow, ""
            if self.ui is not None:
                self.ui.wake()

    def shown(self, page: Page, rects: Mapping[str, Rect], at: float) -> None:
        say("shown", page=page.id, at=at, rects={node: [r.x, r.y, r.w, r.h] for node, r in rects.items()})

    def pressed(self, node_id: str, at: float) -> None:
        say("pressed", node=node_id, at=at)

    def ready(self, ui: Ui) -> None:
        self.ui = ui
        threading.Thread(target=self.listen, args=(ui,), daemon=True).start()

    def listen(self, ui: Ui) -> None:
        for line in sys.stdin:
            word, _, rest = line.strip().partition(" ")
            if word == "page":
                self.name, self.follow, self.typist = rest, "", form_pages.Typist()
                ui.wake()
            elif word == "look":
                look = json.loads(rest)
                self.look = Appearance(**look | {"size": Size(look["size"]), "theme": Theme(look["theme"])})
            elif word == "follow":
                self.follow = rest
            elif word == "count":
                say("counted", instructions=sum(type(each).__name__ == "Rectangle" for each in gc.get_objects()))
            elif word == "raise":
                self.broken = True
                ui.wake()
            else:
                ui.stop()


def main() -> None:
    state, page, *look = sys.argv[1:]
    size, theme = (Size(look[0]), Theme(look[1])) if look else (Size.M, Theme.STANDARD)
    wide, high = (int(look[2]), int(look[3])) if look[2:] else (1080, 1920)
    process = Process(page, Appearance(size=size, theme=theme))
    options = UiOptions(
        width_px=wide, height_px=high, px_per_mm=3.64, state_dir=Path(state), tick_s=30.0, position=(0, 0)
    )
    if "second_town" in look:
        colours = rgb(second_town.PRIMARY), rgb(second_town.PRESSED)
        options = replace(options, arms=Arms(second_town.ARMS).pixels, colours=colours)
    secret = SecretEntry()
    run_ui(options, page=process.page, post=process.post, secret=secret, observer=process, on_ready=process.ready)


main()
