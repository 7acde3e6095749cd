"""A service with rows, a long list of answers, several answers and a long text, played by fingers to portal and paper.

No live service has all of these yet: the file is written into a copy of the services folder, as a town would.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from kiosk.settings import shipped_config

COMMAND = Path(sys.executable).with_name("buergerterminal")
SERVICE = """
id: stadtfest_helfer
live: true
icon: people
group: ordnung
name_de: Helfer für das Stadtfest melden
name_en: Register helpers for the town festival
summary_de: Melden Sie, wer am Stand hilft.
summary_en: Tell us who helps at the stall.
needs_de: []
needs_en: []
duration_min: 4
finished_here: true
outcome_de: Sie bekommen die Ausweise für den Stand per Post.
outcome_en: You receive the stall passes by post.
keywords_de: [stadtfest, helfer]
keywords_en: [town festival, helpers]
audience: citizen
kind: notification
office: ordnungsamt
identification: {level: none}
legal_basis: [Marktordnung]
leika: {key: null, source: not looked up}
fee: {kind: none, configurable: true, verified: false}
steps:
  - id: stand
    title_de: Ihr Stand
    title_en: Your stall
    fields:
      - {id: herkunft, type: country, required: true, label_de: "Woher kommen Sie?", label_en: "Where are you from?"}
      - id: angebot
        type: multichoice
        required: true
        label_de: Was gibt es an Ihrem Stand?
        label_en: What does your stall offer?
        options:
          - {value: essen, de: Essen, en: Food}
          - {value: musik, de: Musik, en: Music}
          - {value: nichts, de: Nichts davon, en: None of these, exclusive: true}
      - {id: hinweis, type: textarea, max_length: 200, label_de: "Was ist zu sagen?", label_en: "What is there to say?"}
  - id: helfer
    title_de: Ihre Helfer
    title_en: Your helpers
    fields:
      - id: personen
        type: list
        label_de: Wer hilft am Stand?
        label_en: Who helps at the stall?
        row_de: Person
        row_en: Person
        required: true
        min: 1
        max: 2
        fields:
          - {id: name, type: text, required: true, max_length: 60, label_de: "Wie heißt die Person?", label_en: "Name?"}
          - {id: kocht, type: bool, label_de: "Kocht sie?", label_en: "Does the person cook?"}
          - id: gericht
            type: text
            required: true
            max_length: 60
            label_de: Was kocht sie?
            label_en: What does the person cook?
            show_if: {field: kocht, equals: true}
notices: []
attachments: []
consents: [privacy]
print: [receipt]
kiosk: {mode: full, must_not: [], handoff: [phone]}
"""
JOURNEY = """
journey: stadtfest_helfer
start: {lang: de, clock: 2026-11-24T10:24:00}
steps:
  - {page: attract, do: [{tap: attract.start}]}
  - {page: home, do: [{tap: home.search}]}
  - {page: search, do: [{type: helfer}, {tap: service.stadtfest_helfer}]}
  - {page: service.intro, do: [{tap: intro.start}]}
  - {page: privacy, do: [{tap: privacy.next}]}
  - page: question.stand.herkunft
    shows: [Deutschland, Alle 250 Antworten anzeigen]
    do: [{key: p}, {key: o}, {key: l}, {key: Tab}, {key: Return}]
  - page: question.stand.herkunft
    shows: ["Ausgewählt: Polen."]
    do: [{key: BackSpace}, {key: BackSpace}, {key: BackSpace}, {type: holla}, {tap: Niederlande}]
  - {page: question.stand.herkunft, shows: ["Ausgewählt: Niederlande."], do: [{tap: form.next}]}
  - {page: question.stand.angebot, do: [{tap: Nichts davon}, {tap: Essen}, {tap: Musik}]}
  - {page: question.stand.angebot, shows: [2 Antworten ausgewählt.], do: [{tap: form.next}]}
  - page: question.stand.hinweis
    shows: [Sie können noch 200 Zeichen schreiben.]
    do: [{type: Eis}, {tap: keyboard.newline}, {type: Brot}, {tap: form.next}]
  - page: question.helfer.personen
    shows: [Noch ist nichts eingetragen.]
    do: [{tap: form.next}]
  - page: question.helfer.personen
    shows: [Hier fehlt noch etwas. Tragen Sie mindestens 1 ein.]
    do: [{tap: rows.add}]
  - {page: question.helfer.personen.1.name, shows: ["Frage 1 von 2."], do: [{type: Ida}, {tap: form.next}]}
  - {page: question.helfer.personen.1.kocht, do: [{tap: Ja}, {tap: form.next}]}
  - {page: question.helfer.personen.1.gericht, shows: ["Frage 3 von 3."], do: [{type: Suppe}, {tap: form.next}]}
  - {page: question.helfer.personen, shows: ["Ida, Ja, Suppe"], do: [{tap: rows.add}]}
  - {page: question.helfer.personen.2.name, do: [{type: Ben}, {tap: form.back}]}
  - page: question.helfer.personen
    shows: [Noch nicht fertig., Alle 2 Plätze sind belegt.]
    not: [Person hinzufügen]
    do: [{tap: form.next}]
  - page: question.helfer.personen
    shows: ["Person 2: Hier fehlen noch Antworten. Drücken Sie „Ändern“."]
    do: [{tap: rows.change.2}]
  - {page: question.helfer.personen.2.name, shows: [Ben], do: [{tap: form.next}]}
  - {page: question.helfer.personen.2.kocht, do: [{tap: Nein}, {tap: form.next}]}
  - {page: question.helfer.personen, shows: ["Ben, Nein"], do: [{tap: rows.remove.1}]}
  - {page: question.helfer.personen.remove, shows: ["Person 1 entfernen?"], do: [{tap: rows.keep}]}
  - {page: question.helfer.personen, do: [{tap: rows.change.1}]}
  - {page: question.helfer.personen.1.name, do: [{tap: form.next}]}
  - {page: question.helfer.personen.1.kocht, do: [{tap: Nein}, {tap: form.next}]}
  - {page: question.helfer.personen, shows: ["Ida, Nein"], not: [Suppe], do: [{tap: form.next}]}
  - page: review
    shows: [Niederlande, "Essen, Musik", 2 Einträge, "Ida, Nein", "Ben, Nein"]
    do: [{tap: change.helfer.personen.2.name}]
  - {page: question.helfer.personen.2.name, do: [{type: o}, {tap: form.next}]}
  - {page: question.helfer.personen.2.kocht, do: [{tap: form.next}]}
  - {page: question.helfer.personen, shows: ["Beno, Nein"], do: [{tap: form.next}]}
  - {page: review, do: [{tap: review.next}]}
  - {page: confirm, do: [{tap: consent.privacy}, {tap: confirm.send}]}
  - {page: done, shows: ["eingegangen"], do: [{tap: slip.print}]}
  - {page: done, shows: ["Entnehmen Sie Ihren Beleg"], do: [{tap: done.end}]}
end: {applications: 1, tickets: 0, papers: 1, page: attract}
"""


def test_rows_a_long_list_and_several_answers_arrive_and_print(tmp_path: Path) -> None:
    services = Path(shutil.copytree(shipped_config() / "services", tmp_path / "services"))
    (services / "stadtfest_helfer.yaml").write_text(SERVICE, "utf-8")
    journey = tmp_path / "stadtfest_helfer.yaml"
    journey.write_text(JOURNEY, "utf-8")
    command = [str(COMMAND), "rehearse", str(journey), "--evidence", str(tmp_path / "e"), "--services", str(services)]
    played = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert played.returncode == 0, played.stdout + played.stderr
    evidence = tmp_path / "e" / "stadtfest_helfer"
    portal = json.loads((evidence / "portal.json").read_text("utf-8"))
    assert portal["applications"][0]["answers"] == {
        "herkunft": "NLD",
        "angebot": ["essen", "musik"],
        "hinweis": "Eis\nBrot",
        "personen": [{"name": "Ida", "kocht": False}, {"name": "Beno", "kocht": False}],
    }
    assert "Helfer" in next((evidence / "paper").glob("*.txt")).read_text("utf-8")
