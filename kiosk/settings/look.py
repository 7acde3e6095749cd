"""How the town looks: its arms and colours, judged with file, line and remedy before anything is shown."""

from pathlib import Path

from kiosk.settings.arms import Arms, ArmsError
from kiosk.settings.colours import colour_mistakes
from kiosk.settings.contrast import Rgb, rgb
from kiosk.settings.load import located
from kiosk.settings.model import Settings

SHIPPED_PRIMARY: Rgb = (0x0B, 0x4A, 0x8F)
STRONG_CONTRAST: Rgb = (0, 0, 0)
"""Head band of both strong-contrast themes."""


def look_mistakes(path: Path, settings: Settings) -> list[str]:
    """What is wrong with `town.arms` and `town.colours`; one line a mistake.

    Args:
        path: the settings file.
        settings: what was read from it.
    """
    town = settings.town
    if town.arms is None and town.colours is None:
        return []
    source = located(path)
    found = [] if town.colours is None else list(colour_mistakes(town.colours))
    mistakes = [
        str(source.mistake(("town", "colours", mistake.key), mistake.what, mistake.remedy)) for mistake in found
    ]
    ground = SHIPPED_PRIMARY if town.colours is None else rgb(town.colours.primary)
    if town.arms is None:
        return mistakes
    try:
        Arms(path.parent / town.arms).require_visible((ground, STRONG_CONTRAST))
    except ArmsError as error:
        where = f"{town.arms}:{error.line}" if error.line else town.arms
        mistakes.append(str(source.mistake(("town", "arms"), f"{where} {error.what}", error.remedy)))
    return mistakes
