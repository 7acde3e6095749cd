"""Help and what it leads to, as the dialogue makes them of what ships, for pictures and layout checks."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from kiosk.about import AboutTexts, AboutTopic
from kiosk.dialogue import phases as p
from kiosk.dialogue.dispatch import view
from kiosk.dialogue.pages import Appearance, Page
from tests.kiosk.dialogue import samples

Builder = Callable[[Appearance], Page]


def shown(phase: p.Phase, look: Appearance, about: AboutTexts | None = None) -> Page:
    """The page of a phase in a look; `about` instead of what ships."""
    state = samples.at(phase, 10.0)
    context = samples.context() if about is None else replace(samples.context(), about=about)
    return view(context, replace(state, session=replace(state.session, appearance=look)))


def parts(topic: AboutTopic, look: Appearance, about: AboutTexts | None = None) -> list[Page]:
    """All pages of a topic in a look."""
    found: list[Page] = []
    while not found or found[-1].part == len(found) - 1:
        found.append(shown(p.About(p.Home(), topic, len(found)), look, about))
    return found[:-1]


PAGES: dict[str, Builder] = {
    "help_now": partial(shown, p.Help(p.Home())),
    **{f"about_{topic.value}": partial(shown, p.About(p.Home(), topic)) for topic in AboutTopic},
}
