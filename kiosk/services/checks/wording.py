"""Wording that can be judged cheaply. All of it warns only: a town's lawyer may want it so."""

import re
from collections.abc import Iterator

from kiosk.services.checks.places import Places
from kiosk.services.fields import Text
from kiosk.services.model import Service

MOST_WORDS = 25
_END = re.compile(r"(?<=[.?!])\s+")


def check_wording(service: Service, places: Places) -> None:
    """Sentences are short and do not shout; who gives personal data agrees to the privacy notice."""
    for key, text in _texts(service):
        for words in (text.de, text.en):
            longest = max(_END.split(words), key=lambda sentence: sentence.count(" "))
            if longest.count(" ") >= MOST_WORDS:
                what = f"a sentence of {longest.count(' ') + 1} words: {longest[:50]}…"
                _warn(places, key, what, f"make two of it, {MOST_WORDS} words at most, better 15")
            if "!" in words:
                _warn(places, key, f"an exclamation mark: {words[:50]}", "end with a full stop")
    personal = any(field.prefill for field in service.fields)
    if personal and "privacy" not in {consent.id for consent in service.consents}:
        _warn(places, "consents", "asks for personal data without the privacy notice", "add privacy to consents")


def _warn(places: Places, key: str, what: str, remedy: str) -> None:
    places.findings.warning(places.entry.file, places.entry.at(key), what, remedy)


def _texts(service: Service) -> Iterator[tuple[str, Text]]:
    yield from (("summary_de", service.summary), ("outcome_de", service.outcome))
    yield from (("needs_de", need) for need in service.needs)
    yield from (("stops", stop.text) for stop in service.stops)
    yield from (("notices", notice.text) for notice in service.notices)
    yield from (("rules", rule.message) for rule in service.rules)
    for field in service.fields:
        for text in (field.label, field.question, field.help, field.missing, field.wrong):
            if text is not None:
                yield "steps", text
