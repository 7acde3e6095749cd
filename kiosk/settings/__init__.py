"""Settings of one terminal: typed, checked, with messages that name file, line and remedy."""

from kiosk.settings.load import SettingsError, load_settings, shipped_config
from kiosk.settings.model import CardSettings, PrinterSettings, ScreenSettings, Settings

__all__ = [
    "CardSettings",
    "PrinterSettings",
    "ScreenSettings",
    "Settings",
    "SettingsError",
    "load_settings",
    "shipped_config",
]
