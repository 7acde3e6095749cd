"""Finds services by everyday words while they are typed: umlauts, compounds, beginnings, typing errors; pure.

    index = search_index(catalogue.live)
    found = search(index, "hunt", "de")
    found.services[0].id        # "hund_anmelden"
    found.meant                 # "hund": shown as "Meinten Sie"

Words are folded (small letters, ß to ss, no accents, ae to a as ä to a). Each has the weight of its place: search word
(the first ones most), name, part of a search phrase, summary. A typed word matches a word exactly, as its beginning,
inside a compound, or with typing errors (one from four letters on, two from eight). Every typed word counts; a service
that meets more of them comes first.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.services.distance import distance
from kiosk.services.model import Service

_WORD = re.compile(r"[a-z0-9]+")
_FOLDS = str.maketrans({"ß": "ss", "æ": "a", "œ": "o", "ø": "o", "ł": "l", "đ": "d"})
_PAIRS = re.compile(r"(?<=[aou])e")
# Folded words that say nothing about what is wanted.
_FILLERS = frozenset({
    "ich", "mich", "mein", "meine", "meinen", "meiner", "will", "mochte", "wie", "was", "wo", "wann", "kann", "muss",
    "ein", "eine", "einen", "einem", "einer", "der", "die", "das", "den", "dem", "des", "und", "oder", "fur", "im",
    "in", "am", "an", "auf", "aus", "bei", "mit", "nach", "von", "vor", "zu", "zum", "zur", "ist", "es", "sich",
    "hier", "i", "my", "me", "want", "would", "like", "to", "how", "what", "where", "can", "do", "a", "the", "for",
    "on", "at", "of", "with", "from", "is", "it", "please",
})  # fmt: skip
_NAME, _KEYWORD, _PHRASE, _SUMMARY, _OTHER_LANGUAGE = 0.95, 1.0, 0.75, 0.35, 0.8
_WHOLE_PHRASE = 0.5
_LEAST = 0.2
MOST_LETTERS = 80


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the index.

    Args:
        letters: a bit for each letter that is in it, for a quick look whether a comparison is worth while.
        shown: how it is written, for "Meinten Sie".
        weights: number of the service to the best weight with which the word stands for it.
    """

    letters: int
    shown: str
    weights: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """All words of all services, by language. Made once by `search_index`."""

    services: tuple[Service, ...]
    terms: Mapping[str, Mapping[str, Term]]
    phrases: Mapping[str, tuple[int, ...]]
    """Folded names and search words as a whole, with the numbers of their services."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Args:
        services: the best ones, best first.
        total: how many there are in all.
        meant: the word that was probably meant where only a typing error led here; empty otherwise.
    """

    services: tuple[Service, ...]
    total: int
    meant: str = ""


def fold(text: str) -> str:
    """Small letters without accents and soft hyphens; ß is ss; ä, ae and a are one: "Führerschein", "fuhrerschein"."""
    text = unicodedata.normalize("NFD", text.lower().replace("\u00ad", "").translate(_FOLDS))
    return _PAIRS.sub("", "".join(letter for letter in text if not unicodedata.combining(letter)))


def search_index(services: Iterable[Service]) -> SearchIndex:
    """Makes the index of the services that are offered."""
    services = tuple(services)
    phrases: dict[str, tuple[int, ...]] = {}
    for number, service in enumerate(services):
        whole = (service.name.de, service.name.en, *service.keywords["de"], *service.keywords["en"])
        for phrase in {" ".join(_WORD.findall(fold(text))) for text in whole}:
            phrases[phrase] = (*phrases.get(phrase, ()), number)
    return SearchIndex(services, {lang: _terms(services, lang) for lang in ("de", "en")}, phrases)


def _terms(services: tuple[Service, ...], lang: str) -> dict[str, Term]:
    shown: dict[str, str] = {}
    weights: dict[str, dict[int, float]] = {}
    for number, service in enumerate(services):
        for language in ("de", "en"):
            factor = 1.0 if language == lang else _OTHER_LANGUAGE
            keywords = service.keywords[language]
            places = (
                (_NAME, (service.name.say(language),)),
                (_PHRASE, [phrase for phrase in keywords if " " in phrase]),
                (_SUMMARY, (service.summary.say(language),)),
            )
            ranked = [(_KEYWORD - min(rank, 9) / 100, (word,)) for rank, word in enumerate(keywords) if " " not in word]
            for weight, texts in (*places, *ranked):
                for word in _words(texts):
                    folded = fold(word)
                    shown.setdefault(folded, word.lower() if weight != _NAME else word)
                    best = weights.setdefault(folded, {})
                    best[number] = max(best.get(number, 0.0), weight * factor)
    return {folded: Term(_letters(folded), shown[folded], weights[folded]) for folded in weights}


def _words(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        for word in re.findall(r"[^\W_]+", text):
            if fold(word) not in _FILLERS:
                yield word


def _letters(word: str) -> int:
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) % 64)
    return mask


def search(index: SearchIndex, text: str, lang: str, limit: int = 5) -> Found:
    """Finds services for what was typed so far.

    Args:
        index: made by `search_index`.
        text: as typed; only its first letters count if it is very long.
        lang: language whose words come first; German for one that the services do not have.
        limit: how many services at most.
    """
    typed = _WORD.findall(fold(text[:MOST_LETTERS]))
    tokens = [token for token in typed if token not in _FILLERS] or typed
    terms = index.terms.get(lang, index.terms["de"])
    scores: dict[int, float] = {}
    meant: list[str] = []
    sure = False
    for token in tokens:
        best, word = _matches(terms, token)
        for number, score in best.items():
            scores[number] = scores.get(number, 0.0) + score
        sure = sure or (bool(best) and not word)
        meant += [word] if word else []
    for number in index.phrases.get(" ".join(typed), ()):
        scores[number] = scores.get(number, 0.0) + _WHOLE_PHRASE
    ranked = sorted(scores, key=lambda number: (-scores[number], number))
    least = max(scores.values(), default=0.0) * _LEAST
    kept = [index.services[number] for number in ranked if scores[number] > least]
    return Found(tuple(kept[:limit]), len(kept), " ".join(meant) if meant and not sure else "")


def _matches(terms: Mapping[str, Term], token: str) -> tuple[dict[int, float], str]:
    """Services that a word stands for, with scores; and the word that was meant if only a typing error led there."""
    best: dict[int, float] = {}
    for word, term in terms.items():
        likeness = _likeness(token, word)
        if likeness:
            _collect(best, term, likeness)
    if max(best.values(), default=0.0) >= 0.5 or len(token) < 4:
        return best, ""
    letters, errors = _letters(token), 1 if len(token) < 8 else 2
    closest, meant = errors + 1.0, ""
    for word, term in terms.items():
        if (letters & ~term.letters).bit_count() > errors or abs(len(word) - len(token)) > 12:
            continue
        count = distance(token, word, errors, prefix=True)
        if count > errors:
            continue
        whole = distance(token, word, errors) <= errors
        _collect(best, term, (0.75 if whole else 0.6) - 0.15 * count)
        rank = count + (0.0 if whole else 0.5) + (0.0 if word[0] == token[0] else 0.25)
        if rank < closest:
            closest, meant = rank, term.shown
    return best, meant


def _collect(best: dict[int, float], term: Term, likeness: float) -> None:
    for number, weight in term.weights.items():
        best[number] = max(best.get(number, 0.0), weight * likeness)


def _likeness(token: str, word: str) -> float:
    """How well a typed word fits a word without typing errors: 1 the same, less for a beginning or a part of it."""
    if token == word:
        return 1.0
    if word.startswith(token):
        return 0.7 + 0.25 * len(token) / len(word)
    if len(token) >= 4 and token in word:
        return 0.45 + 0.2 * len(token) / len(word)
    if len(word) >= 4 and len(token) > len(word) and word in token:
        return 0.3 + 0.3 * len(word) / len(token)
    return 0.0
