"""Reads `config/about/*.yaml` and names what is missing, too long or cannot be read, with file, line and remedy.

A town replaces a file by putting one of the same name into `about` beside its settings. `libraries.yaml` is made by
`make lock` from the packages of a terminal; its entries follow the sections of `licences.yaml`, one section a licence.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from kiosk.about.model import MAX_HEADING, MAX_SECTIONS, MAX_TEXT, MAX_UNBROKEN, AboutSection, AboutTexts, AboutTopic
from kiosk.settings.located import Kind, Located, LocatedError, Mistake, Steps, way_of

LIBRARIES = "libraries.yaml"
_BREAKS = re.compile("[\\s\u00ad-]+")


class AboutError(LocatedError):
    """A text about the terminal is not usable; `mistakes` has all that were found."""


class _Section(Struct, frozen=True, forbid_unknown_fields=True):
    heading: dict[str, str]
    text: dict[str, str]


class _Sections(Struct, frozen=True, forbid_unknown_fields=True):
    sections: Annotated[tuple[_Section, ...], Meta(min_length=1, max_length=MAX_SECTIONS)]


class _Library(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    version: str
    licence: str


class _Libraries(Struct, frozen=True, forbid_unknown_fields=True):
    libraries: tuple[_Library, ...]


_KIND = Kind("text", "put the file there", "the file of that name in config/about", AboutError)


def about_path(folder: Path, shipped: Path, name: str) -> Path:
    """A file beside the settings, or the shipped one."""
    own = folder / "about" / name
    return own if own.exists() else shipped / "about" / name


def load_about(folder: Path, shipped: Path, languages: Sequence[str]) -> AboutTexts:
    """Reads everything that is said about this terminal.

    Args:
        folder: where the settings lie.
        shipped: the folder `config` that ships.
        languages: of the terminal; German is always needed.

    Raises:
        AboutError: with all mistakes of all files.
    """
    mistakes: list[Mistake] = []
    said: dict[AboutTopic, tuple[AboutSection, ...]] = {}
    needed = tuple(dict.fromkeys(("de", *languages)))
    for topic in AboutTopic:
        try:
            said[topic] = _sections(about_path(folder, shipped, f"{topic.value}.yaml"), needed)
        except AboutError as error:
            mistakes += error.mistakes
    try:
        libraries = tuple(_library_sections(about_path(folder, shipped, LIBRARIES), needed))
    except AboutError as error:
        mistakes += error.mistakes
    if mistakes:
        raise AboutError(tuple(mistakes))
    return {**said, AboutTopic.LICENCES: (*said[AboutTopic.LICENCES], *libraries)}


def check_about(folder: Path, shipped: Path, languages: Sequence[str]) -> list[str]:
    """What `load_about` would refuse, one line a mistake."""
    try:
        load_about(folder, shipped, languages)
    except AboutError as error:
        return [str(mistake) for mistake in error.mistakes]
    return []


def _sections(path: Path, languages: Sequence[str]) -> tuple[AboutSection, ...]:
    source = Located(path, _KIND)
    try:
        read = msgspec.convert(source.data, _Sections)
    except msgspec.ValidationError as error:
        what, way = way_of(error)
        raise AboutError((source.mistake(way, what, "see the file of that name in config/about"),)) from error
    mistakes: list[Mistake] = []
    for number, section in enumerate(read.sections):
        for part, texts, most in (("heading", section.heading, MAX_HEADING), ("text", section.text, MAX_TEXT)):
            for lang in languages:
                steps: Steps = ("sections", number, part, lang)
                mistakes += (
                    source.mistake(steps, what, remedy) for what, remedy in _faults(texts.get(lang, ""), lang, most)
                )
    if mistakes:
        raise AboutError(tuple(mistakes))
    return tuple(AboutSection(section.heading, section.text) for section in read.sections)


def _faults(text: str, lang: str, most: int) -> Iterator[tuple[str, str]]:
    if not text.strip():
        yield f"the text in {lang!r} is missing", "add it"
    if len(text) > most:
        yield f"has {len(text)} signs, {most} fit a page in large text", "shorten it or make two sections of it"
    longest = max(_BREAKS.split(text), key=len)
    if len(longest) > MAX_UNBROKEN:
        yield f"{longest!r} is wider than a line in large text", "put soft hyphens (\\u00AD) into it or shorten it"


def _library_sections(path: Path, languages: Sequence[str]) -> Iterator[AboutSection]:
    """One section a licence, more where it has too many libraries for one."""
    source = Located(path, _KIND)
    try:
        read = msgspec.convert(source.data, _Libraries)
    except msgspec.ValidationError as error:
        what, way = way_of(error)
        raise AboutError((source.mistake(way, what, 'make it anew with "make lock"'),)) from error
    ordered = sorted(read.libraries, key=lambda library: (library.licence.casefold(), library.name.casefold()))
    for licence, libraries in groupby(ordered, key=lambda library: library.licence):
        for text in _filled(f"{library.name}\u00a0{library.version}" for library in libraries):
            yield AboutSection(dict.fromkeys(languages, licence), dict.fromkeys(languages, text))


def _filled(names: Iterator[str]) -> Iterator[str]:
    """Names joined by commas, as many as a section may hold."""
    line = next(names)
    for name in names:
        if len(line) + len(name) + 2 > MAX_TEXT:
            yield line
            line = name
        else:
            line = f"{line}, {name}"
    yield line
