"""docs/services.md: the service of its walk, written as YAML only, runs from the topic to the portal and onto paper."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from kiosk.settings import shipped_config

COMMAND = Path(sys.executable).with_name("buergerterminal")
JOURNEY = """
journey: sperrmuell
start: {lang: de, clock: 2026-11-24T10:24:00}
steps:
  - {page: attract, do: [{tap: attract.start}]}
  - {page: home, do: [{tap: home.all}]}
  - {page: topics, do: [{tap: group.meldewesen}]}
  - {page: topic, shows: [Sperrmüll anmelden, "20,00 Euro"], do: [{tap: service.sperrmuell}]}
  - {page: service.intro, shows: ["Wir holen alte Möbel und Geräte bei Ihnen ab."], do: [{tap: intro.start}]}
  - {page: privacy, do: [{tap: privacy.next}]}
  - {page: identity.consent, do: [{tap: identity.without}]}
  - {page: question.sie.name, do: [{type: Ott}, {tap: field.vornamen}, {type: Ina}, {tap: form.next}]}
  - page: question.sie.address
    do: [{type: Weg 1}, {tap: field.plz}, {type: "56727"}, {tap: field.ort}, {type: Mayen}, {tap: form.next}]
  - {page: question.abholung.sachen, do: [{tap: Möbel}, {tap: form.next}]}
  - page: question.abholung.ab_wann
    do: [{type: "7"}, {tap: pad.next}, {type: "12"}, {tap: pad.next}, {type: "2026"}, {tap: form.next}]
  - {page: review, shows: ["Ott", "7. Dezember 2026", "Möbel"], do: [{tap: review.next}]}
  - page: confirm
    shows: ["20,00 Euro", "Stellen Sie die Sachen erst am Abend vorher hinaus."]
    do: [{tap: consent.privacy}, {tap: consent.truth}, {tap: confirm.send}]
  - {page: done, shows: ["eingegangen"], do: [{tap: slip.print}]}
  - {page: done, shows: ["Entnehmen Sie Ihren Beleg"], do: [{tap: done.end}]}
end: {applications: 1, tickets: 0, papers: 1, page: attract}
"""


def test_a_service_of_yaml_only_arrives_and_prints(tmp_path: Path) -> None:
    services = Path(shutil.copytree(shipped_config() / "services", tmp_path / "services"))
    page = (shipped_config().parent / "docs" / "services.md").read_text("utf-8")
    walk = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert walk is not None
    (services / "sperrmuell.yaml").write_text(walk[1], "utf-8")
    journey = tmp_path / "sperrmuell.yaml"
    journey.write_text(JOURNEY, "utf-8")
    command = [str(COMMAND), "rehearse", str(journey), "--evidence", str(tmp_path / "e"), "--services", str(services)]
    played = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert played.returncode == 0, played.stdout + played.stderr
    portal = json.loads((tmp_path / "e" / "sperrmuell" / "portal.json").read_text("utf-8"))
    assert portal["applications"][0]["answers"]["sachen"] == ["moebel"]
    assert "Sperrmüll anmelden" in next((tmp_path / "e" / "sperrmuell" / "paper").glob("*.txt")).read_text("utf-8")
