"""Pages with many answers, with several answers, and with long texts."""

from kiosk.dialogue.events import Erased, Typed
from kiosk.dialogue.form_blocks import Keyboard
from kiosk.dialogue.nodes import Mark, Role
from kiosk.dialogue.pages import Choices, nodes
from tests.kiosk.dialogue.forms_by_hand import filling, keys, opened
from tests.kiosk.dialogue.visiting import Visitor

BORN = "person.geburtsland"
TEXT = "anregung.text"


def born() -> Visitor:
    return opened("gewerbe_anmelden", BORN)


def rows(visitor: Visitor) -> list[str]:
    blocks = (*visitor.page.content, *visitor.page.tray)
    return [row.name for block in blocks if isinstance(block, Choices) for row in block.rows]


def text() -> Visitor:
    return opened("buergeranregung", TEXT)


# --- Many answers ---


def test_frequent_answers_come_first_and_typing_narrows() -> None:
    visitor = born()
    assert rows(visitor)[0] == "Deutschland"
    assert "Alle 250 Antworten anzeigen" in visitor.said()
    assert rows(visitor.write("tur")) == ["Türkei", "Turkmenistan", "Turks- und Caicosinseln"]
    assert rows(visitor.write("k")) == ["Türkei", "Turkmenistan", "Turks- und Caicosinseln"]
    assert rows(visitor.write("e")) == ["Türkei"]
    assert (
        rows(visitor.press("keyboard.delete", "keyboard.delete", "keyboard.delete", "keyboard.delete"))[0] != "Türkei"
    )


def test_choosing_is_seen_in_words_and_goes_on() -> None:
    visitor = born().write("holland").press("choice.geburtsland.NLD")
    assert "Ausgewählt: Niederlande." in visitor.said()
    visitor.press("form.next")
    assert filling(visitor).answers["geburtsland"] == "NLD"
    visitor.press("form.back")
    assert "Ausgewählt: Niederlande." in visitor.said()
    assert visitor.value("field.search") == "holland"


def test_an_answer_chosen_before_stands_first() -> None:
    visitor = opened("gewerbe_anmelden", BORN, {"geburtsland": "POL"})
    assert rows(visitor)[0] == "Polen"
    assert any(Mark.SELECTED in node.marks for node in nodes(visitor.page))


def test_all_that_fits_is_shown_page_by_page_and_the_field_brings_the_keyboard_back() -> None:
    visitor = born().write("land").press("options.all")
    assert not any(isinstance(block, Keyboard) for block in visitor.page.tray)
    seen = rows(visitor)
    while "options.more" in keys(visitor) and len(seen) < 40:
        more = rows(visitor.press("options.more"))
        if more[0] in seen:
            break
        seen += more
    assert "Finnland" in seen
    assert len(seen) == len(set(seen)) > 6
    visitor.press("field.search")
    assert any(isinstance(block, Keyboard) for block in visitor.page.tray)


def test_a_keyboard_on_the_desk_searches_too() -> None:
    visitor = born()
    for sign in "Polx":
        visitor.happen(Typed(visitor.page.id, sign))
    visitor.happen(Erased(visitor.page.id))
    assert visitor.value("field.search") == "Pol"
    assert rows(visitor)[0] == "Polen"
    visitor.happen(Typed(visitor.page.id, "e"))
    assert rows(visitor) == ["Polen"]


def test_nothing_found_says_so_and_nothing_chosen_is_a_mistake() -> None:
    visitor = born().write("xyzzy")
    assert "Nichts gefunden. Versuchen Sie ein anderes Wort." in visitor.said()
    visitor.press("form.next")
    assert visitor.page.id == f"question.{BORN}"
    assert len(visitor.mistakes()) == 1


def test_the_search_field_waits_for_words() -> None:
    field = next(node for node in nodes(born().page) if node.id == "field.search")
    assert field.role is Role.FIELD
    assert Mark.ACTIVE in field.marks


# --- Several answers ---


def test_how_many_are_chosen_is_said() -> None:
    visitor = opened("schankerlaubnis", "anlass.angebot")
    assert "Sie können mehrere Antworten wählen." in visitor.said()
    visitor.press("choice.angebot.speisen")
    assert "Eine Antwort ausgewählt." in visitor.said()
    assert "2 Antworten ausgewählt." in visitor.press("choice.angebot.bier_wein").said()


def test_an_exclusive_answer_clears_the_others() -> None:
    visitor = opened("wohngeld", "haushalt.transferleistung")
    boxes = [node.id for node in nodes(visitor.page) if node.role is Role.CHECKBOX]
    visitor.press(boxes[0], boxes[-1])
    assert [node.id for node in nodes(visitor.page) if Mark.SELECTED in node.marks] == [boxes[-1]]


# --- Long texts ---


def test_a_new_line_is_written_and_begins_with_a_capital() -> None:
    visitor = text().write("eins").press("keyboard.newline").write("zwei")
    assert visitor.value("field.text") == "Eins\nZwei"
    visitor.press("form.next")
    assert filling(visitor).answers["text"] == "Eins\nZwei"


def test_only_long_texts_have_the_key_and_take_a_new_line() -> None:
    visitor = opened("buergeranregung", "anregung.betreff")
    assert "keyboard.newline" not in keys(visitor)
    visitor.happen(Typed(visitor.page.id, "\n"))
    assert visitor.value("field.betreff") == ""


def test_how_much_may_follow_is_said_in_words() -> None:
    visitor = opened("buergeranregung", TEXT, {"text": "a" * 1998})
    assert "Sie können noch 2 Zeichen schreiben." in visitor.said()
    assert "Sie können noch ein Zeichen schreiben." in visitor.write("b").said()
    assert "Das ist ein Zeichen zu viel." in visitor.write("bb").said()


def test_that_only_the_end_is_seen_is_said() -> None:
    field = next(node for node in nodes(text().page) if node.id == "field.text")
    assert field.hint == "Bei langen Texten ist nur das Ende zu sehen."
