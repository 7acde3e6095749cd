"""Journeys as they are written: what is read, and that each mistake names line and remedy."""

from datetime import datetime
from pathlib import Path

import pytest

from kiosk.rehearsal.actions import Key, Remember, Situation, Tap, Touch, Type, TypeRemembered, Wait
from kiosk.rehearsal.errors import JourneyError
from kiosk.rehearsal.journey import load_journey
from kiosk.rehearsal.rehearse import Overrides
from kiosk.settings.located import MAX_BYTES

WHOLE = """\
journey: besuch
start: {lang: en, size: XL, theme: hc_dark, orientation: landscape, clock: 2026-11-24T10:24:00, speed: 2.5}
steps:
  - page: attract
    do:
      - {tap: attract.start}
      - {double_tap: "Weiter"}
      - {touch: [10, 20.5]}
      - {type: "Müller"}
      - {remember: {code: {node: done.code, pattern: "[A-Z0-9]{8}"}}}
      - {type: {remembered: code}}
      - {key: Shift+Tab}
      - {wait_s: 5}
      - {card: insert}
      - {printer: off}
      - {printer: cover_open, after_bytes: 300}
      - {printer: paper_out, after_mm: 40}
      - {portal: slow, seconds: 1.5}
      - {network: cut}
  - page: queue.ticket
    shows: ["B 047", "10:24"]
    not: [nein]
    within_s: 90
end: {applications: 0, tickets: 1, papers: 2, page: attract, within_s: 30}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "journey.yaml"
    path.write_text(text, "utf-8")
    return path


def mistakes(folder: Path, text: str) -> list[str]:
    """The mistakes that are found, without the path."""
    path = written(folder, text)
    with pytest.raises(JourneyError) as caught:
        load_journey(path)
    return [str(mistake).removeprefix(f"{path}:") for mistake in caught.value.mistakes]


def test_a_whole_journey_is_read(tmp_path: Path) -> None:
    journey = load_journey(written(tmp_path, WHOLE))
    first, second = journey.steps
    assert journey.name == "besuch"
    assert (journey.start.lang, journey.start.speed) == ("en", 2.5)
    assert journey.start.clock == datetime(2026, 11, 24, 10, 24)  # noqa: DTZ001 -- the town's time has no offset
    assert first.do == (
        Tap("attract.start"),
        Tap("Weiter", times=2),
        Touch(10, 20.5),
        Type("Müller"),
        Remember("code", "done.code", "[A-Z0-9]{8}"),
        TypeRemembered("code"),
        Key("Shift+Tab"),
        Wait(5),
        Situation("card", "insert"),
        Situation("printer", "off"),
        Situation("printer", "cover_open", (("after_bytes", 300),)),
        Situation("printer", "paper_out", (("after_mm", 40),)),
        Situation("portal", "slow", (("seconds", 1.5),)),
        Situation("network", "cut"),
    )
    assert (second.line, second.page, second.shows) == (20, "queue.ticket", ("B 047", "10:24"))
    assert (second.never, second.within_s) == (("nein",), 90)
    end = journey.end
    assert (end.tickets, end.papers, end.page, end.within_s) == (1, 2, "attract", 30)


def test_the_command_line_wins_over_the_start(tmp_path: Path) -> None:
    start = load_journey(written(tmp_path, WHOLE)).start
    over = Overrides(lang="de", speed=7).over(start)
    assert (over.lang, over.speed, over.size, over.orientation) == ("de", 7, "XL", "landscape")
    assert Overrides().over(start) == start


@pytest.mark.parametrize(
    ("step", "line", "what"),
    [
        ("{page: a, shows: [12]}", 3, "steps 1.shows 1: Expected `str`"),
        ("{page: A}", 3, "steps 1.page: Expected `str` matching regex"),
        ("{shows: [a]}", 3, "steps 1: Object missing required field `page`: add it"),
        ("{page: a, no: [b]}", 3, "steps 1.no: Object contains unknown field `no`: remove it or mend its name"),
        ("{page: a, within_s: 0}", 3, "steps 1.within_s: Expected `float` > 0"),
        ("{page: a, do: [{}]}", 3, "steps 1.do 1: names no action: write exactly one action"),
        ("{page: a, do: [{tap: x, key: Tab}]}", 3, "steps 1.do 1: names tap and key: write exactly one action"),
        ("{page: a, do: [{fly: away}]}", 3, "steps 1.do 1.fly: Object contains unknown field `fly`"),
        ("{page: a, do: [{printer: of}]}", 3, "steps 1.do 1.printer: Invalid enum value 'of'"),
        ("{page: a, do: [{wait_s: long}]}", 3, "steps 1.do 1.wait_s: Expected `float | null`, got `str`"),
        ("{page: a, do: [{key: Tabx}]}", 3, "steps 1.do 1: X knows no key 'Tabx': for example Tab"),
        ("{page: a, do: [{type: {remembered: b}}]}", 3, "steps 1: nothing was remembered as 'b' before: remember it"),
        ("{page: a, do: [{remember: {}}]}", 3, "steps 1.do 1: names not exactly one thing to remember: write one name"),
        (
            "{page: a, do: [{remember: {b: {node: c, pattern: '('}}}]}",
            3,
            "steps 1.do 1: pattern of b is no regular expression (missing ), unterminated",
        ),
        ("{page: a, do: [{card: insert, after_mm: 3}]}", 3, "steps 1.do 1: after_mm goes with printer: paper_out only"),
        ("{page: a, do: [{printer: paper_out, after_bytes: 3}]}", 3, "steps 1.do 1: after_bytes goes with printer"),
    ],
)
def test_a_mistake_in_a_step(tmp_path: Path, step: str, line: int, what: str) -> None:
    found = mistakes(tmp_path, f"journey: besuch\nsteps:\n  - {step}\n")
    assert [text for text in found if text.startswith(f"{line}: {what}")] == found


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("", "1: holds no journey"),
        ("- a\n", "1: holds no journey"),
        ("journey: a\nsteps: [{page: x}\n", "3: is not YAML"),
        ("journey: a\njourney: b\nsteps: [{page: x}]\n", "2: journey: is there twice: keep one"),
        ("journey: a\n", "1: Object missing required field `steps`: add it"),
        ("journey: a\nsteps: []\n", "2: steps: Expected `array` of length >= 1"),
        ("journey: ../a\nsteps: [{page: x}]\n", "1: journey: Expected `str` matching regex"),
        ("journey: a\nstart: {clock: 10:24}\nsteps: [{page: x}]\n", "2: start.clock: Invalid RFC3339"),
        ("journey: a\nstart: {person: [erika]}\nsteps: [{page: x}]\n", "2: start.person: Expected `str | null`"),
        ("journey: a\nstart: {speed: 0}\nsteps: [{page: x}]\n", "2: start.speed: Expected `float` >= 1"),
        ("journey: a\nsteps: [{page: x}]\nend:\n  tickets: -1\n", "4: end.tickets: Expected `int"),
        ("# " + "x" * MAX_BYTES, " is larger than"),
    ],
)
def test_a_mistake_in_the_whole(tmp_path: Path, text: str, start: str) -> None:
    [found] = mistakes(tmp_path, text)
    assert found.startswith(start)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    steps = "steps:\n  - page: x\n    do:\n      - {key: Nope}\n  - page: X\n"
    text = f"journey: a\nstart: {{lang: 1}}\n{steps}end: {{pages: 1}}\n"
    assert [found.split(":")[0] for found in mistakes(tmp_path, text)] == ["2", "6", "7", "8"]


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(JourneyError, match="cannot be read"):
        load_journey(tmp_path / "nowhere.yaml")


def test_words_of_the_world_are_words(tmp_path: Path) -> None:
    text = "journey: a\nsteps:\n  - {page: x, shows: [yes, no, off, 12:30], do: [{printer: on}]}\n"
    [step] = load_journey(written(tmp_path, text)).steps
    assert step.shows == ("yes", "no", "off", "12:30")
    assert step.do == (Situation("printer", "on"),)
