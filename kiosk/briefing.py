"""What the conversation is told at start: the settings as it needs them, texts, papers, services.

context = briefing(load_settings(path), path.parent)
"""

import logging
from pathlib import Path

from devices.printer import can_join
from kiosk.about import load_about
from kiosk.checking import paper_texts_path, services_path, texts_path
from kiosk.dialogue.delays import Delays
from kiosk.dialogue.state import Context, Place, Setup
from kiosk.documents import RIGHT_TO_LEFT
from kiosk.services.load import load_services
from kiosk.services.search import search_index
from kiosk.settings import Settings, shipped_config
from kiosk.texts import Wording, load

log = logging.getLogger(__name__)


def briefing(settings: Settings, folder: Path, speed: float = 1.0) -> Context:
    """Reads what the settings name.

    Args:
        settings: of this terminal.
        folder: in which they lie.
        speed: divides the waits of the conversation, for rehearsals.

    Raises:
        TextError, AboutError, ServicesError: wrong files.
    """
    catalogue = load_services(services_path(folder), settings.town.municipality)
    return Context(
        setup=_setup(settings),
        delays=_delays(settings).scaled(speed),
        wordings=_wordings(settings, folder),
        papers=papers(settings, folder),
        catalogue=catalogue,
        index=search_index(catalogue.live),
        about=load_about(folder, shipped_config(), settings.terminal.languages),
    )


def _setup(settings: Settings) -> Setup:
    return Setup(
        town=settings.town.name,
        office=settings.town.office,
        terminal=settings.terminal.name,
        languages=settings.terminal.languages,
        opening=settings.town.opening,
        public_url=settings.portal.public_url,
        staff_area=settings.staff is not None,
        identification=settings.card.identification,
        places=tuple(Place(place.icon, place.name, place.text) for place in settings.town.places),
    )


def _delays(settings: Settings) -> Delays:
    changed = {
        name: value
        for name in settings.delays.__struct_fields__
        if (value := getattr(settings.delays, name)) is not None
    }
    return Delays(**changed)


def _wordings(settings: Settings, folder: Path) -> dict[str, Wording]:
    return {lang: Wording(load(texts_path(folder, lang))) for lang in settings.terminal.languages}


def papers(settings: Settings, folder: Path) -> dict[str, Wording]:
    """Texts of paper, as far as this machine can print their letters; German for every other language."""
    found = {"de": Wording(load(paper_texts_path(folder, "de")))}
    for lang in settings.terminal.languages:
        path = paper_texts_path(folder, lang)
        if lang in RIGHT_TO_LEFT and not can_join():
            log.error("paper speaks German instead of %s: libfribidi0 is missing", lang)
        elif path.is_file():
            found[lang] = Wording(load(path))
    return found
