"""The questions that a journey asks about a page."""

import pytest

from kiosk.rehearsal.seen import Missed, SeenNode, Shown, Target, discreet, find, forbidden, key_at, missing

START = SeenNode(id="a.start", role="button", name="Hier berühren\nund starten", pressable=True, rect=(10, 20, 100, 41))
TWIN = SeenNode(id="a.twin", role="button", name="Weiter", pressable=True, rect=(10, 200, 100, 40))
OTHER = SeenNode(id="a.other", role="button", name="Weiter", pressable=True, rect=(10, 300, 100, 40))
HIDDEN = SeenNode(id="a.hidden", role="button", name="Versteckt", pressable=True)
TEXT = SeenNode(id="a.text", role="text", name="Vor Ihnen: 6 Personen", value="Etwa 18 Minuten")
PAGE = Shown(page="attract", at=1.0, nodes=(TEXT, START, TWIN, OTHER, HIDDEN))


def test_texts_are_found_in_names_and_values_over_line_breaks() -> None:
    assert missing(PAGE, ["Hier berühren und starten", "18 Minuten", "6 Personen"]) == ()
    assert missing(PAGE, ["7 Personen", "18 Minuten"]) == ("7 Personen",)
    assert forbidden(PAGE, ["7 Personen", "18 Minuten"]) == ("18 Minuten",)


def test_a_text_does_not_reach_from_one_node_into_the_next() -> None:
    assert missing(PAGE, ["Minuten Hier"]) == ("Minuten Hier",)


def test_a_key_is_found_by_id_and_by_its_words() -> None:
    assert find(PAGE, "a.start") == find(PAGE, "Hier berühren und starten") == Target("a.start", 60, 40)


def test_what_cannot_be_tapped_says_why() -> None:
    assert find(PAGE, "Weiter") == Missed("2 keys read 'Weiter': name one by its id")
    assert find(PAGE, "a.hidden") == Missed("a.hidden is on the page but not on the glass")
    match find(PAGE, "a.text"):
        case Missed(why):
            assert why == "there is nothing to press named 'a.text' (keys there: a.start, a.twin, a.other, a.hidden)"
        case other:
            raise AssertionError(other)


def test_beside_all_keys() -> None:
    assert key_at(PAGE, 10, 20) == START
    assert key_at(PAGE, 110, 20) is None
    assert key_at(PAGE, 0, 0) is None


def test_the_same_page_at_another_time_is_the_same() -> None:
    assert PAGE.same_as(Shown(page="attract", at=9.0, nodes=PAGE.nodes))
    assert not PAGE.same_as(Shown(page="attract", at=1.0, nodes=PAGE.nodes[1:]))
    assert not PAGE.same_as(None)
    assert not PAGE.figure


@pytest.mark.parametrize(
    ("node", "written"),
    [
        ("keyboard.ä", "keyboard.*"),
        ("pad.7", "pad.*"),
        ("pad.next", "pad.next"),
        ("choice.hund.verguenstigung.sozial", "choice.hund.verguenstigung.*"),
        ("form.next", "form.next"),
    ],
)
def test_what_somebody_typed_and_chose_is_not_written_down(node: str, written: str) -> None:
    assert discreet(node) == written
