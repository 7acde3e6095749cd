"""What people read, in their language: catalogues, plural forms, dates, numbers."""

from kiosk.texts.catalogue import Catalogue, TextError, load
from kiosk.texts.wording import Wording

__all__ = ["Catalogue", "TextError", "Wording", "load"]
