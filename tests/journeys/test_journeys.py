"""Every journey through the real command, and its evidence exactly as promised.

The command is called once for each processor core, with its share of the journeys: they mostly wait for people.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from PIL import Image

from kiosk.portal.contract import provisional_code, provisional_number

FOLDER = Path(__file__).parent
JOURNEYS = sorted(FOLDER.glob("*.yaml"))
COMMAND = Path(sys.executable).with_name("buergerterminal")
SIDE_BY_SIDE = 2
MINUTES = 10

STEP_KEYS = {"n", "page", "seen", "ok", "picture", "touch_to_pressed_ms", "touch_to_page_ms"}
TICKET_KEYS = {"id", "number", "service", "issued_at", "deliveries", "outcome", "outcome_reason", "assistance"}


class Evidence:
    """What one journey left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.result = self._json("result.json")
        self.portal = self._json("portal.json")
        self.timings = self._json("timings.json")
        self.log = (folder / "journey.log").read_text("utf-8").splitlines()

    def slips(self) -> list[str]:
        """Texts of the slips."""
        return [slip.read_text("utf-8") for slip in sorted((self.folder / "paper").glob("*.txt"))]

    def place(self, *ends: str) -> int:
        """Place of the first log line that ends so, after the ones before."""
        at = -1
        for end in ends:
            at = next(i for i, line in enumerate(self.log) if i > at and line.endswith(end))
        return at

    def _json(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text("utf-8"))


def only(*names: str) -> pytest.MarkDecorator:
    """For a test about some journeys."""
    return pytest.mark.parametrize("path", [FOLDER / f"{name}.yaml" for name in names], ids=names)


def asked_for(session: pytest.Session) -> list[Path]:
    """The journeys that this run of pytest is about."""
    specs = [spec for item in session.items if (spec := getattr(item, "callspec", None)) is not None]
    paths = {spec.params.get("path") for spec in specs}
    return [path for path in JOURNEYS if path in paths]


@pytest.fixture(scope="session")
def left(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Evidence]:
    """Plays what is asked for, gives the evidence of a journey."""
    out = tmp_path_factory.mktemp("evidence")
    asked = asked_for(request.session)
    shares = [share for share in (asked[n::SIDE_BY_SIDE] for n in range(SIDE_BY_SIDE)) if share]
    playing = [
        subprocess.Popen(
            [str(COMMAND), "rehearse", *map(str, share), "--evidence", str(out)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for share in shares
    ]
    said = [process.communicate(timeout=60 * MINUTES)[0] for process in playing]
    assert {process.returncode for process in playing} <= {0, 1}, "\n".join(said)
    return lambda path: Evidence(out / path.stem)


@pytest.mark.parametrize("path", JOURNEYS, ids=lambda path: path.stem)
def test_journey_holds_and_leaves_its_evidence(path: Path, left: Callable[[Path], Evidence]) -> None:
    written = yaml.safe_load(path.read_text("utf-8"))
    evidence = left(path)
    assert evidence.result["ok"], evidence.result["reason"]
    assert written["journey"] == path.stem
    assert_result(evidence, [step["page"] for step in written["steps"]])
    assert_papers(evidence, written["end"]["papers"])
    assert set(evidence.portal) == {"applications", "queue_tickets", "readings", "status_queries"}
    assert len(evidence.portal["queue_tickets"]) == written["end"].get("tickets", 0)
    assert len(evidence.portal["applications"]) == written["end"].get("applications", 0)
    assert all(set(ticket) == TICKET_KEYS for ticket in evidence.portal["queue_tickets"])
    assert {"start_ms", "first_paper_ms", "receipt_ms", "touches"} == set(evidence.timings)
    assert all(re.match(r" *\d+ [a-z]", line) for line in evidence.log)
    assert_discreet(evidence)
    assert {entry.name for entry in evidence.folder.iterdir()} == {
        "result.json", "pages", "paper", "portal.json", "timings.json", "journey.log",
    }  # fmt: skip


def assert_result(evidence: Evidence, pages: list[str]) -> None:
    """result.json and the pictures it names."""
    result = evidence.result
    assert set(result) == {"journey", "ok", "steps", "failed_step", "reason"}
    assert (result["failed_step"], result["reason"]) == (None, "")
    assert [step["page"] for step in result["steps"]] == pages
    pictures = sorted(entry.name for entry in (evidence.folder / "pages").iterdir())
    assert pictures == [f"{n:02d}-{page}.png" for n, page in enumerate([*pages, "attract"], 1)]
    for n, step in enumerate(result["steps"], 1):
        assert set(step) == STEP_KEYS
        assert (step["n"], step["ok"], step["seen"]) == (n, True, step["page"])
        with Image.open(evidence.folder / step["picture"]) as picture:
            assert picture.size == (1080, 1920)
            assert picture.getcolors(10) is None  # more than ten: something is drawn


def assert_discreet(evidence: Evidence) -> None:
    """Neither log nor timings say which letter, digit or answer somebody touched."""
    told = "\n".join([*evidence.log, *(touch["target"] for touch in evidence.timings["touches"])])
    letters = set(re.findall(r"keyboard\.(\S+)", told)) | set(re.findall(r"pad\.(\d)", told))
    answers = set(re.findall(r"choice\.\S+\.([^.\s]+)", told))
    assert letters | answers <= {"*"}


def assert_papers(evidence: Evidence, count: int) -> None:
    """Four files a slip, nothing on the wire that a printer would not understand."""
    names = sorted(entry.name for entry in (evidence.folder / "paper").iterdir())
    assert names == sorted(f"{n:02d}.{end}" for n in range(1, count + 1) for end in ("png", "txt", "bin", "json"))
    for facts in (evidence.folder / "paper").glob("*.json"):
        slip = json.loads(facts.read_text("utf-8"))
        assert (slip["cuts"], slip["unknown_bytes"]) == (1, 0)


@only("wartenummer")
def test_screen_paper_and_portal_tell_the_same_number(path: Path, left: Callable[[Path], Evidence]) -> None:
    evidence = left(path)
    [ticket] = evidence.portal["queue_tickets"]
    [slip] = evidence.slips()
    assert (ticket["number"], ticket["outcome"], ticket["deliveries"]) == ("B 047", "printed", 1)
    assert "B 047" in slip
    assert "Vor Ihnen: 6 Personen" in slip
    assert 0 < evidence.timings["first_paper_ms"] < 5000
    assert 0 < evidence.timings["receipt_ms"] < 5000
    assert all(touch["to_pressed_ms"] is not None for touch in evidence.timings["touches"])


@only("wartenummer")
def test_take_your_slip_is_said_after_the_cut(path: Path, left: Callable[[Path], Evidence]) -> None:
    evidence = left(path)
    assert evidence.place("paper 1 begins", "paper 1 cut", "changed queue.ticket", "settled 6 queue.ticket")


@only("wartenummer_englisch")
def test_paper_speaks_the_language_of_the_visit(path: Path, left: Callable[[Path], Evidence]) -> None:
    [slip] = left(path).slips()
    assert "Before you: 3 people" in slip
    assert "Vor Ihnen" not in slip


@only("antwort_verloren")
def test_a_lost_answer_is_asked_for_again(path: Path, left: Callable[[Path], Evidence]) -> None:
    [ticket] = left(path).portal["queue_tickets"]
    assert (ticket["deliveries"], ticket["outcome"]) == (2, "printed")


@only("klappe_offen_vorher", "klappe_offen_waehrend", "papier_leer", "drucker_aus")
def test_the_portal_is_told_that_there_is_no_paper(path: Path, left: Callable[[Path], Evidence]) -> None:
    [ticket] = left(path).portal["queue_tickets"]
    assert ticket["outcome"] == "shown"
    assert ticket["outcome_reason"]


# --- Applications ---

AFTER_A_MOVE = {
    "familienname": "Öz",
    "vornamen": "Al",
    "geburtsdatum": "1960-04-30",
    "strasse": "A 1",
    "plz": "56727",
    "ort": "My",
    "rueckmeldung": "post",
    "name_hund": "Bo",
    "rasse": "Mops",
    "geschlecht": "m",
    "wurfdatum": "2024",
    "haltung_ab": "2026-10-01",
    "anzahl_hunde": 1,
    "herkunft": "nachwuchs",
    "gefaehrlich": False,
    "verguenstigung": "keine",
    "zahlweise": "bescheid",
}
"""Neither `bisherige_gemeinde` nor `vorbesitzer`: both were answered and then hidden. No chip: it was emptied."""
FOUND = {
    "kategorie": "schluessel",
    "beschreibung": "Blau",
    "funddatum": "2026-11-24",
    "fundzeit": "09:05",
    "ort_strasse": "Markt",
    "verbleib": "abgabe",
    "rechte": "verzicht",
}
"""No name, and no value: it is not asked for keys."""
PARKING = {
    "familienname": "Ok",
    "vornamen": "Ey",
    "strasse": "A 1",
    "plz": "56727",
    "ort": "My",
    "rueckmeldung": "telefon",
    "telefon": "0265188",
    "antragsart": "neu",
    "zone": "b",
    "haltereigenschaft": "eigen",
    "kennzeichen": "MYK-A 1",
    "gueltig_ab": "2026-12-01",
    "laufzeit": "24",
    "zustellung": "post",
}
THANKS = {"thema": "gruen", "betreff": "Bench", "text": "Thanks", "antwort": False}
WELL_DONE = {"thema": "sauberkeit", "betreff": "Ja", "text": "Gut", "antwort": False}


@pytest.mark.parametrize(
    ("path", "lang", "answers", "declared"),
    [
        pytest.param(FOLDER / f"{name}.yaml", lang, answers, declared, id=name)
        for name, lang, answers, declared in (
            ("hund_anmelden_fehler", "de", AFTER_A_MOVE, ["privacy", "truth"]),
            ("fundanzeige", "de", FOUND, ["privacy", "truth"]),
            ("bewohnerparkausweis", "de", PARKING, ["privacy", "truth"]),
            ("buergeranregung", "en", THANKS, ["privacy"]),
            ("portal_weg_beim_senden", "de", WELL_DONE, ["privacy"]),
            ("antwort_verloren_antrag", "de", WELL_DONE, ["privacy"]),
            ("papier_leer_beleg", "de", WELL_DONE, ["privacy"]),
        )
    ],
)
def test_what_was_answered_arrives_and_nothing_else(
    path: Path, lang: str, answers: dict[str, Any], declared: list[str], left: Callable[[Path], Evidence]
) -> None:
    [application] = left(path).portal["applications"]
    assert application["answers"] == answers
    assert (application["language"], application["case_number"]) == (lang, "MY-2026-004711")
    assert [each["id"] for each in application["consents"] if each["given"]] == declared


@only("hund_anmelden_fehler", "fundanzeige", "bewohnerparkausweis", "buergeranregung", "vorgang_status")
def test_an_application_is_delivered_once_and_its_slip_has_the_number(
    path: Path, left: Callable[[Path], Evidence]
) -> None:
    evidence = left(path)
    [application] = evidence.portal["applications"]
    [slip] = evidence.slips()
    assert application["deliveries"] == 1
    assert application["case_number"] in slip


@only("buergeranregung")
def test_the_receipt_speaks_the_language_of_the_visit(path: Path, left: Callable[[Path], Evidence]) -> None:
    [slip] = left(path).slips()
    assert "Suggestion or complaint" in slip
    assert "Access code" in slip
    assert "Zugangscode" not in slip


@only("bewohnerparkausweis")
def test_the_receipt_says_what_is_still_to_be_handed_in(path: Path, left: Callable[[Path], Evidence]) -> None:
    evidence = left(path)
    [application] = evidence.portal["applications"]
    assert [each["id"] for each in application["attachments"]] == ["zb1"]
    assert "Noch einzureichen bis 8. Dezember 2026:\n• Fahrzeugschein" in evidence.slips()[0]


@only("portal_weg_beim_senden")
def test_while_the_portal_is_away_the_slip_promises_no_arrival(path: Path, left: Callable[[Path], Evidence]) -> None:
    """It came later by itself, was stored in one delivery, and the slip's number leads to it."""
    evidence = left(path)
    [application] = evidence.portal["applications"]
    [slip] = evidence.slips()
    assert application["deliveries"] == 1
    assert "Vorläufige Nummer" in slip
    assert provisional_number(UUID(application["idempotency_key"])) in slip
    assert provisional_code(UUID(application["idempotency_key"])) not in slip.replace(" ", "")
    assert "eingegangen" not in slip
    assert "MY-2026" not in slip
    assert evidence.place("portal down", "settled 11 done", "portal up")


@only("status_noch_hier")
def test_while_it_waits_here_the_terminal_answers_for_it(path: Path, left: Callable[[Path], Evidence]) -> None:
    """The portal never heard of the question, and got the application in one delivery."""
    evidence = left(path)
    [application] = evidence.portal["applications"]
    assert application["deliveries"] == 1
    assert evidence.portal["status_queries"] == []
    assert evidence.place("portal down", "shown status.held", "portal up")


@only("antwort_verloren_antrag")
def test_a_lost_receipt_is_asked_for_again(path: Path, left: Callable[[Path], Evidence]) -> None:
    evidence = left(path)
    [application] = evidence.portal["applications"]
    [slip] = evidence.slips()
    assert application["deliveries"] == 2
    assert application["case_number"] in slip


@only("vorgang_status")
def test_only_the_right_pair_opens_a_case(path: Path, left: Callable[[Path], Evidence]) -> None:
    queries = left(path).portal["status_queries"]
    assert [query["case_number"] for query in queries] == [None, None, "MY-2026-004711"]


@only("formular_weggehen")
def test_over_a_form_the_terminal_asks_for_a_minute(path: Path, left: Callable[[Path], Evidence]) -> None:
    """A minute of the journey, whose speed divides it; the idle time before is two. Frames come a little late."""
    evidence = left(path)
    speed = yaml.safe_load(path.read_text("utf-8"))["start"]["speed"]
    at = evidence.place("shown time.warning")
    asked = int(evidence.log[at].split()[0])
    over = next(int(line.split()[0]) for line in evidence.log[at:] if line.endswith("shown attract"))
    idle = asked - max(int(line.split()[0]) for line in evidence.log[:at] if " tap " in line)
    assert 55 <= (over - asked) * speed / 1000 < 90
    assert 115 <= idle * speed / 1000 < 150
