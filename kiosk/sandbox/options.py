"""Lists that the portal knows and service files name with `options_from: backend.<source>`. Invented, but plausible.

What needs a calendar or a price list (appointments, holiday offers) is not here yet: its services are switched off.
"""

from kiosk.portal.contract import ServiceOption, Text
from kiosk.sandbox.matters import MATTERS


def _option(value: str, de: str, en: str) -> ServiceOption:
    return ServiceOption(value=value, text=Text(de=de, en=en))


_OPTIONS: dict[str, tuple[ServiceOption, ...]] = {
    "parkzonen": (
        _option("a", "Zone A: Innenstadt und Markt", "Zone A: town centre and market"),
        _option("b", "Zone B: Bahnhof und Neustadt", "Zone B: station and Neustadt"),
        _option("c", "Zone C: Krankenhaus und Nettetal", "Zone C: hospital and Nettetal"),
        _option("d", "Zone D: Burg und Altes Arresthaus", "Zone D: castle and old prison"),
    ),
    "trauorte": (
        _option("rathaus", "Altes Rathaus, Trauzimmer", "Old town hall, wedding room"),
        _option("burg", "Genovevaburg", "Genovevaburg castle"),
    ),
    "languages": (
        _option("ar", "Arabisch", "Arabic"),
        _option("en", "Englisch", "English"),
        _option("fa", "Persisch", "Persian"),
        _option("ru", "Russisch", "Russian"),
        _option("tr", "Türkisch", "Turkish"),
        _option("uk", "Ukrainisch", "Ukrainian"),
    ),
    "parkplaetze": (
        _option("markt", "Parkplatz Markt", "Market car park"),
        _option("burg", "Parkplatz Burg", "Castle car park"),
    ),
    "friedhoefe": (
        _option("mayen", "Hauptfriedhof", "Main cemetery"),
        _option("hausen", "Friedhof Hausen", "Hausen cemetery"),
        _option("kuerrenberg", "Friedhof Kürrenberg", "Kürrenberg cemetery"),
    ),
    "departments": (
        _option("buergerbuero", "Bürgerbüro", "Citizens' office"),
        _option("ordnungsamt", "Ordnungsamt", "Public order office"),
        _option("standesamt", "Standesamt", "Registry office"),
        _option("steueramt", "Steueramt", "Municipal tax office"),
        _option("strassenverkehr", "Straßenverkehrsbehörde", "Road traffic authority"),
    ),
    "gebaeude": (
        _option("rathaus", "Rathaus", "Town hall"),
        _option("grundschule", "Grundschule Hinter Burg", "Hinter Burg primary school"),
        _option("turnhalle", "Turnhalle am Wasserpförtchen", "Gymnasium at Wasserpförtchen"),
    ),
    "queue_services": tuple(ServiceOption(value=each.id, text=each.name) for each in MATTERS),
}


def options(source: str) -> tuple[ServiceOption, ...] | None:
    """The list of this name, None when there is none."""
    return _OPTIONS.get(source)
