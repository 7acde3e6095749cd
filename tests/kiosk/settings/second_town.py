"""A second town for tests: moss green, with arms of its own. Invented from end to end."""

import shutil
from pathlib import Path

from kiosk.settings import shipped_config

ARMS = Path(__file__).with_name("wappen.svg")
PRIMARY, PRESSED = "#3D5200", "#263400"


def second_town(folder: Path, *, primary: str = PRIMARY, pressed: str = PRESSED) -> Path:
    """Writes the settings of the second town and its arms into a folder; gives the settings file."""
    shipped = (shipped_config() / "terminal.yaml").read_text("utf-8")
    look = f'  arms: wappen.svg\n  colours:\n    primary: "{primary}"\n    pressed: "{pressed}"\n'
    name = "  name: Stadt Mayen "
    assert name in shipped
    path = folder / "terminal.yaml"
    path.write_text(shipped.replace(name, f"{look}  name: Moosbach ", 1), encoding="utf-8")
    shutil.copy(ARMS, folder)
    return path
