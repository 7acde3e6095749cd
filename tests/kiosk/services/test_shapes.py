"""Values of the wrong kind, wherever a file has one: each is named, and reading goes on with a stand-in."""

import shutil
from pathlib import Path

import pytest

from kiosk.services.load import read_sources
from kiosk.services.reading import check_sources
from tests.kiosk.services.shipped import FOLDER

HUND, PARK, SCHANK = "hund_anmelden.yaml", "bewohnerparkausweis.yaml", "schankerlaubnis.yaml"
BLOCKS = "shared/blocks.yaml"
FEW = (HUND, PARK, SCHANK, "chat.yaml", "ferienprogramm.yaml")
TOWNS, CONSENTS = "shared/municipalities.yaml", "shared/consents.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (HUND, "finished_here: true", 'finished_here: "true"', "neither true nor false"),
        (HUND, "duration_min: 10", 'duration_min: "10"', "not a whole number"),
        (HUND, "duration_min: 10", "duration_min: 500", "honest number of minutes"),
        (HUND, "name_de: Hund anmelden", 'name_de: " "', "'name_de' is empty"),
        (HUND, "print: [receipt]", "print: receipt", "'print' is not a list"),
        (HUND, "print: [receipt]", "print: [receipt, receipt]", "names something twice"),
        (HUND, "legal_basis: [Hundesteuersatzung,", "legal_basis: [1,", "not a text"),
        (HUND, "identification: {level: optional}", "identification: optional", "has no keys"),
        (HUND, "identification: {level: optional}", "", "'identification' is missing"),
        (HUND, 'leika: {key: "99102013104000"', 'leika: {key: "1234"', "no key of the FIM catalogue"),
        (HUND, "icon: dog", "icon: Hund.svg", "is no icon"),
        (HUND, "{use: contact}", "contact", "without keys"),
        (HUND, "id: name_hund", "id: Name", "'Name' is no id"),
        (HUND, "max_length: 60", "max_length: 6000", "out of range"),
        (HUND, "min: 1\n        max: 20", "min: 0.5\n        max: 20", "too many digits"),
        (HUND, "min: 1\n        max: 20", "min: eins\n        max: 20", "'min' is not a number"),
        (HUND, "default: 1\n", "default: 30\n", "outside of min and max"),
        (HUND, "{value: m, de: Rüde", "{value: m a, de: Rüde", "is no value"),
        (HUND, "{value: m, de: Rüde", "{value: m, de: Hündin", "read the same"),
        (HUND, "{field: zahlweise, equals: sepa}}", "{feld: zahlweise, equals: sepa}}", "is no condition"),
        (HUND, "{field: zahlweise, equals: sepa}}", "{field: zahlweise, is: sepa}}", "a condition has one test"),
        (HUND, "{field: zahlweise, equals: sepa}}", "{field: zahlweise, filled: ja}}", "the wrong kind of value"),
        (HUND, "{field: zahlweise, equals: sepa}}", "{any: []}}", "'any' has no parts"),
        (HUND, "{field: zahlweise, equals: sepa}}", "{not: zahlweise}}", "'not' has no keys"),
        (HUND, "in: [kauf, tierheim]", "in: []", "'in' is empty"),
        (HUND, "in: [kauf, tierheim]", "in: [kauf, [a]]", "something that is no value"),
        (HUND, "{field: gefaehrlich, equals: true}", "{field: wurfdatum, equals: x}", "cannot be compared in"),
        (HUND, "{field: gefaehrlich, equals: true}", "{field: anzahl_hunde, equals: x}", "write a whole number"),
        (HUND, "{field: gefaehrlich, equals: true}", "{field: herkunft, equals: [kauf]}", "has one value, not a list"),
        (HUND, "{field: gefaehrlich, equals: true}", "{field: rasse, equals: 1}", "write a text"),
        (SCHANK, "in: [bier_wein, spirituosen]}", "equals: bier_wein}", "may have several values"),
        (SCHANK, "left: tage.datum", "left: tage.tag", "no field 'tage.tag'"),
        (SCHANK, "left: tage.datum", "left: today", "a date stands on the left"),
        (SCHANK, "min: 1\n        max: 14", "min: 15\n        max: 14", "count rows and do not fit"),
        (SCHANK, "min: 1\n        max: 14", "max: 14", "a required list may be empty"),
        ("ferienprogramm.yaml", "min: 0.00", "min: -1.00", "is no amount of money"),
        (PARK, "default: 30.70", "default: 3.70", "an amount of 'default' is outside"),
        (PARK, "kind: range", "kind: rang", "the kind 'rang' of fee is unknown"),
        (PARK, "configurable: true", "configurable: false", "every fee is a default"),
        (PARK, "options_from: backend.parkzonen", "options_from: backend.parkzonen\n        options: []", "keep one"),
        (BLOCKS, "{name: {title_de: Wie heißen Sie?, title_en: What is your name?}}", "{name: Name}", "has no title"),
        (CONSENTS, "privacy: {required: true, ", "privacy: {", "'required' is missing"),
        (CONSENTS, "privacy: {required: true, ", "privacy: ja\nprivat: {required: true, ", "has no keys"),
        (TOWNS, 'ags: "07137068"', 'ags: "7137068"', "has not 8 digits"),
        (TOWNS, ", default: true}", ", default: false}", "exactly one municipality is the default"),
        (TOWNS, "disable: [dorffunk,", "disable: [dorfunk,", "there is no service 'dorfunk'"),
        (TOWNS, "  disable: [dorff", "  text_overrides: {chat: {fee: x}}\n  disable: [dorff", "cannot be changed here"),
        (TOWNS, "  disable: [dorffunk,", "  text_overrides: {chat: x}\n  disable: [dorffunk,", "has no words"),
        (TOWNS, "    hund_anmelden: [Hunde", "    hund_anmelden: x\n    chat: [Hunde", "the wrong kind of value"),
        ("shared/countries.yaml", "AFG:", "Afg:", "is no code of a state"),
        ("shared/offices.yaml", "name_en: Citizens' office, ", "", "'name_en' is missing"),
        ("shared/catalogue.yaml", 'version: "1.1.0"', "version: 1.1", "'version' is not a text"),
    ],
)  # fmt: skip
def test_each_is_named(file: str, old: str, new: str, words: str, tmp_path: Path) -> None:
    path = Path(shutil.copytree(FOLDER, tmp_path / "services")) / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = check(tmp_path / "services")
    assert any(words in line for line in found), "\n".join(found)


def check(folder: Path) -> list[str]:
    """As `check_services`, for a few services only: what is wrong with one does not need the others."""
    sources = read_sources(folder)
    sources.services = {name: entry for name, entry in sources.services.items() if f"{name}.yaml" in FEW}
    check_sources(sources)
    return [str(mistake) for mistake in sources.findings.mistakes]


def test_a_town_changes_words(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "services"))
    path = folder / "shared" / "municipalities.yaml"
    words = "  text_overrides: {chat: {outcome_de: Sofort., outcome_en: At once.}}\n  disable: [dorffunk,"
    path.write_text(path.read_text("utf-8").replace("  disable: [dorffunk,", words, 1), "utf-8")
    assert check(folder) == []
