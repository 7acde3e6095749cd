"""Mistakes of every kind, put into a copy of the shipped services one at a time: each is named with file and line.

And all at once: the check does not stop at the first.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.services.load import check_services, service_warnings
from tests.kiosk.services.shipped import FOLDER


@dataclass(frozen=True, slots=True)
class Seed:
    """One mistake: file, what becomes what, text of the line where it is to be named, words of the message."""

    file: str
    old: str
    new: str
    line: str
    words: str


HUND, PARK, BLOCKS = "hund_anmelden.yaml", "bewohnerparkausweis.yaml", "shared/blocks.yaml"
SEEDS = {
    "unknown key": Seed(HUND, "duration_min: 10", "duration_mn: 10", "duration_mn", "did you mean 'duration_min'?"),
    "missing key": Seed(HUND, "finished_here: true\n", "", "id: hund", "'finished_here' is missing"),
    "key twice": Seed(HUND, "group: ordnung", "group: ordnung\ngroup: bauen", "group: bauen", "'group' stands twice"),
    "no yaml": Seed(HUND, "name_de: Hund anmelden", "name_de: Hund: anmelden", "name_de: Hund: an", "is not YAML"),
    "two readings": Seed(HUND, "live: true", "live: yes", "live: yes", "yes can be read in two ways"),
    "text as number": Seed(HUND, 'example: "276098102345678"', "example: 276098102345678", "example: 27", "not a text"),
    "english missing": Seed(HUND, "        label_en: Colour and markings\n", "", "id: farbe", "'label_en' is missing"),
    "id is not the file": Seed(HUND, "id: hund_anmelden", "id: hund", "id: hund", "rename the file"),
    "unknown group": Seed(HUND, "group: ordnung", "group: hunde", "group: hunde", "there is no group 'hunde'"),
    "unknown office": Seed(HUND, "office: steueramt", "office: finanzamt", "office: fin", "no office 'finanzamt'"),
    "unknown kind": Seed(HUND, "kind: application", "kind: apply", "kind: apply", "write one of: application"),
    "unknown block": Seed(HUND, "{use: contact}", "{use: kontakt}", "{use: kontakt}", "there is no block 'kontakt'"),
    "unknown type": Seed(HUND, "type: date", "type: dat", "type: dat", "did you mean 'date'?"),
    "unknown consent": Seed(HUND, "[privacy, truth, sepa]", "[privacy, truht, sepa]", "truht", "no consent 'truht'"),
    "unknown list": Seed(PARK, "backend.parkzonen", "backend.zonen", "backend.zonen", "no list 'backend.zonen'"),
    "unknown eid datum": Seed(BLOCKS, "eid.birth_name", "eid.birthname", "eid.birthname", "the card has no"),
    "id twice": Seed(HUND, "id: rasse", "id: name_hund", "id: name_hund\n        type: text\n        label_de: Rasse",
                     "'name_hund' stands twice"),
    "condition names nothing": Seed(HUND, "{field: herkunft, equals: zuzug}", "{field: herkumft, equals: zuzug}",
                                    "herkumft", "did you mean 'herkunft'?"),
    "condition looks ahead": Seed(HUND, "max_length: 60",
                                  "max_length: 60\n        show_if: {field: chip, filled: true}",
                                  "show_if: {field: chip", "'chip', which is not asked before"),
    "condition names no option": Seed(HUND, "in: [kauf, tierheim]}", "in: [kauf, tierhiem]}", "tierhiem",
                                      "'herkunft' has no option tierhiem"),
    "condition of another kind": Seed(HUND, "{field: gefaehrlich, equals: true}", '{field: gefaehrlich, equals: "ja"}',
                                      'equals: "ja"', "write true or false"),
    "never met": Seed(HUND, "show_if: {field: herkunft, equals: zuzug}",
                      "show_if: {all: [{field: herkunft, equals: zuzug}, {field: herkunft, equals: kauf}]}",
                      "show_if: {all", "no answers meet the condition"),
    "option twice": Seed(HUND, "{value: w, de: Hündin", "{value: m, de: Hündin",
                         "options:\n          - {value: m, de: Rü",
                         "the option 'm' stands twice"),
    "exclusive in a choice": Seed(HUND, "{value: m, de: Rüde, en: Male}",
                                  "{value: m, de: Rüde, en: Male, exclusive: true}",
                                  "exclusive: true", "only a multichoice"),
    "default is no option": Seed(HUND, "default: bescheid", "default: bar", "default: bar", "'bar' is no option"),
    "broken pattern": Seed(HUND, r"pattern: \d{15}", r"pattern: (\d{15}", "pattern: (", "the pattern cannot be read"),
    "example does not match": Seed(HUND, r"pattern: \d{15}", r"pattern: \d{14}", 'example: "27609', "does not match"),
    "no date": Seed(HUND, "min: today-25y", "min: today-25 years", "min: today-25 y", "write 2026-11-24, today"),
    "numbers the wrong way round": Seed(HUND, "min: 1\n", "min: 30\n", "max: 20", "'max' is below 'min'"),
    "rule without field": Seed(HUND, "right: wurfdatum", "right: wurftag", "- left: haltung_ab", "no field 'wurftag'"),
    "rule compares unlike": Seed(HUND, "right: wurfdatum", "right: anzahl_hunde", "- left: haltung_ab", "compare like"),
    "rule with odd sign": Seed(HUND, 'op: ">="', 'op: "=>"', 'op: "=>"', "is no comparison"),
    "fee out of limits": Seed(PARK, "amount: 61.40", "amount: 961.40", "tiers:", "outside of min and max"),
    "tier without option": Seed(PARK, '{field: laufzeit, equals: "24"}', "{field: laufzeit, equals: 24}", "fee:",
                                "without quotation marks is no text"),
    "quantity is no number": Seed("geburtsurkunde.yaml", "quantity_field: anzahl", "quantity_field: zustellung", "fee:",
                                  "name a field of type int"),
    "consent limited twice": Seed(HUND, "consents_show_if: {sepa:", "consents_show_if: {sepas:", "consents_show_if",
                                  "'sepas' is not among the consents"),
    "stop without way on": Seed("geburtsurkunde.yaml", "    handoff: [queue, appointment]", "    handoff: []",
                                "    handoff: []", "a stop names no way on"),
    "keyword in capitals": Seed(HUND, "[hund, hund anmelden", "[Hund, hund anmelden", "keywords_de", "small letters"),
    "needs of unlike length": Seed(HUND, '  - "For tax relief: proof"\n', "", "needs_en", "differ in length"),
    "overlay of nothing": Seed("shared/municipalities.yaml", "    bewohnerparkausweis:\n", "    bewohnerparken:\n",
                               "    bewohnerparken:", "there is no service 'bewohnerparken'"),
    "overlay with a broken fee": Seed("shared/municipalities.yaml", "kind: by_backend", "kind: portal", "kind: portal",
                                      "the kind 'portal' of fee is unknown"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped services."""
    return Path(shutil.copytree(FOLDER, tmp_path / "services"))


def sow(folder: Path, seed: Seed) -> int:
    """Puts a mistake into a file and returns the line where it is to be named."""
    path = folder / seed.file
    text = path.read_text("utf-8")
    assert seed.old in text, seed
    text = text.replace(seed.old, seed.new, 1)
    path.write_text(text, "utf-8")
    return text[: text.index(seed.line)].count("\n") + 1


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS.keys())
def test_each_mistake_is_named_with_file_line_and_remedy(seed: Seed, folder: Path) -> None:
    line = sow(folder, seed)
    found = check_services(folder)
    named = [text for text in found if text.startswith(f"{folder / seed.file}:{line}: ") and seed.words in text]
    assert named, "\n".join(found)
    assert all(text.count(": ") >= 2 for text in found)


def test_all_mistakes_are_named_at_once(folder: Path) -> None:
    seeds = [SEEDS[name] for name in ("unknown group", "unknown type", "broken pattern", "rule with odd sign")]
    elsewhere = [SEEDS[name] for name in ("unknown list", "unknown eid datum", "overlay of nothing")]
    for seed in (*seeds, *elsewhere):
        sow(folder, seed)
    found = "\n".join(check_services(folder))
    assert [seed.words for seed in (*seeds, *elsewhere) if seed.words not in found] == []


def test_at_least_25_kinds() -> None:
    assert len(SEEDS) >= 25


def change(folder: Path, file: str, old: str, new: str) -> str:
    """The findings after a change of one file."""
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return "\n".join(check_services(folder))


def test_a_choice_has_a_page_of_its_own(folder: Path) -> None:
    new = "id: farbe\n        page: tier"
    found = change(folder, HUND, "id: farbe", new)
    assert found == ""
    found = change(folder, HUND, "id: chip", "id: chip\n        page: tier")
    assert "the page 'tier' has no title" in found
    found = change(folder, HUND, "id: geschlecht", "id: geschlecht\n        page: tier")
    assert "take a whole page" in found
    assert "do not stand together" in found


def test_a_question_must_not_change_its_own_page(folder: Path) -> None:
    old = "      max_length: 80\n      page: address\n"
    new = "      max_length: 80\n      page: address\n      show_if: {field: strasse, filled: true}\n"
    assert "depends on a field of its own page" in change(folder, BLOCKS, old, new)


def test_dates_are_compared_on_a_leap_day_too(folder: Path) -> None:
    old = "min: today-25y\n        max: today\n      - id: farbe"
    assert "'max' is before 'min'" in change(folder, HUND, old, old.replace("today-25y", "today+1d"))


def test_who_has_no_card_needs_a_way_on(folder: Path) -> None:
    text = (folder / "unterhaltsvorschuss.yaml").read_text("utf-8")
    handoff = next(line for line in text.splitlines() if "handoff:" in line)
    found = change(folder, "unterhaltsvorschuss.yaml", handoff, handoff.split("handoff:")[0] + "handoff: []")
    assert "who has no card cannot get on" in found


def test_long_sentences_only_warn(folder: Path) -> None:
    long = " ".join(["Wort"] * 30)
    found = change(folder, HUND, "summary_de: Sie melden", f"summary_de: {long} Sie melden")
    assert found == ""
    assert any("a sentence of" in line for line in service_warnings(folder))


def test_a_file_that_is_no_service_is_named(folder: Path) -> None:
    (folder / "Hund Abmelden.yaml").write_text("id: x\n", "utf-8")
    (folder / "liste.yaml").write_text("- a\n- b\n", "utf-8")
    (folder / "bild.yaml").write_bytes(b"\xff\xfe\x00")
    (folder / "gross.yaml").write_bytes(b"#" * 300_000)
    (folder / "shared" / "groups.yaml").unlink()
    found = "\n".join(check_services(folder))
    words = ("is no id", "does not hold keys", "save it as UTF-8", "is larger than", "cannot be read")
    assert [word for word in words if word not in found] == []
