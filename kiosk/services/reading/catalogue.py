"""Puts the catalogue together: shared files, a municipality's changes, services, and the checks on each."""

from collections.abc import Iterable

from kiosk.services.checks import check_service
from kiosk.services.model import AttachmentTerms, Catalogue, Group, Office, Service
from kiosk.services.reading.entry import Reader
from kiosk.services.reading.expand import expand
from kiosk.services.reading.overlay import Overlay, read_overlays
from kiosk.services.reading.services import Shared, read_service
from kiosk.services.reading.shared import parts, read_shared
from kiosk.services.reading.tree import Entry, Sources


def read_catalogue(sources: Sources, municipality: str = "", *, live_only: bool = False) -> Catalogue | None:
    """The catalogue of one municipality.

    Args:
        sources: all files; their findings take what is wrong.
        municipality: id of an overlay, empty for the default one.
        live_only: leave out what is switched off.

    Returns:
        None if shared files are missing or the municipality is unknown; otherwise usable only without mistakes.
    """
    overlays = read_overlays(sources)
    overlay = overlays.get(municipality or next(iter(overlays), ""))
    head = sources.shared.get("catalogue")
    if overlay is None or head is None:
        if municipality not in ("", *overlays):
            what = f"there is no municipality {municipality!r}"
            remedy = f"write one of: {', '.join(overlays)}"
            sources.findings.mistake(f"{sources.folder}/shared/municipalities.yaml", 0, what, remedy)
        return None
    services = _services(sources, overlay, read_shared(sources), sources.services)
    if live_only:
        services = {id_: service for id_, service in services.items() if service.live}
    return _catalogue(head, overlay, sources, services)


def check_sources(sources: Sources) -> None:
    """Checks all services, and for each further municipality those that it changes."""
    overlays = read_overlays(sources)
    shared = read_shared(sources)
    everything: Iterable[str] = sources.services
    for overlay in overlays.values() or (Overlay(""),):
        services = _services(sources, overlay, shared, everything)
        if everything is sources.services and (head := sources.shared.get("catalogue")) is not None:
            _catalogue(head, overlay, sources, services)
        everything = [id_ for following in overlays.values() for id_ in following.changes if id_ in sources.services]


def _services(sources: Sources, overlay: Overlay, shared: Shared, ids: Iterable[str]) -> dict[str, Service]:
    blocks = sources.shared.get("blocks")
    by_name = {name: block for name, block in (blocks.items if blocks else {}).items() if isinstance(block, Entry)}
    services: dict[str, Service] = {}
    for id_ in ids:
        entry = expand(overlay.apply(id_, sources.services[id_]), by_name, sources.findings)
        services[id_] = read_service(entry, id_, shared, sources.findings)
        check_service(services[id_], entry, sources.findings)
    return services


def _catalogue(head: Entry, overlay: Overlay, sources: Sources, services: dict[str, Service]) -> Catalogue:
    reader = Reader(head, sources.findings, "catalogue")
    for key in ("id", "date", "default_country", "languages"):
        reader.get(key)
    catalogue = Catalogue(
        version=reader.text("version"),
        currency=reader.text("currency"),
        municipality=overlay.municipality,
        groups=tuple(_group(key, part) for key, part in parts(sources, "groups")),
        offices={key: _office(key, part) for key, part in parts(sources, "offices")},
        attachments=_terms(sources),
        services=services,
    )
    reader.close()
    return catalogue


def _group(key: str, reader: Reader) -> Group:
    group = Group(key, reader.text("icon"), reader.both(""))
    reader.close()
    return group


def _office(key: str, reader: Reader) -> Office:
    office = Office(key, reader.both("name"), reader.text("body"))
    reader.close()
    return office


def _terms(sources: Sources) -> AttachmentTerms:
    entry = sources.shared.get("attachments") or Entry(f"{sources.folder}/shared/attachments.yaml", 0, {}, {})
    reader = Reader(entry, sources.findings, "attachments")
    for key in ("capture", "later_allowed"):
        reader.get(key)
    terms = AttachmentTerms(
        formats=reader.texts("formats"),
        max_mb=reader.whole("max_mb", 10) or 0,
        max_total_mb=reader.whole("max_total_mb", 25) or 0,
        later_days=reader.whole("later_days", 14) or 0,
    )
    reader.close()
    return terms
