"""From marked YAML to the typed model, with every mistake named: entries, expansion of blocks, overlays, readers."""

from kiosk.services.reading.catalogue import check_sources, read_catalogue
from kiosk.services.reading.tree import Entry, Findings, Mistake, Raw, Series, Sources, plain

__all__ = ["Entry", "Findings", "Mistake", "Raw", "Series", "Sources", "check_sources", "plain", "read_catalogue"]
