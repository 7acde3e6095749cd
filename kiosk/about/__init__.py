"""What a town must say about itself and its terminal: imprint, accessibility, privacy, licences. Data, checked."""

from kiosk.about.load import AboutError, check_about, load_about
from kiosk.about.model import AboutSection, AboutTexts, AboutTopic

__all__ = ["AboutError", "AboutSection", "AboutTexts", "AboutTopic", "check_about", "load_about"]
