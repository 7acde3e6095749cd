"""Where people get help if the terminal cannot: the same list on help, pause and out of service."""

from kiosk.dialogue.frame import text
from kiosk.dialogue.pages import Node
from kiosk.dialogue.state import Context, State


def place_facts(context: Context, state: State) -> tuple[Node, ...]:
    """One fact a place of the configuration, in the language of the visit (German where a town wrote no other)."""
    lang = state.session.appearance.lang
    return tuple(
        text(
            f"place.{number}",
            place.name.get(lang, place.name["de"]),
            place.text.get(lang, place.text["de"]),
            icon=place.icon,
        )
        for number, place in enumerate(context.setup.places, 1)
    )
