"""Pages that are divided where text is large or keys lie low: nothing is lost, and the way back is the way there."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.dialogue import phases as p
from kiosk.dialogue.pages import Appearance, Fields, Size, Tiles, nodes
from tests.kiosk.dialogue import samples
from tests.kiosk.dialogue.forms_by_hand import filling, keys, opened
from tests.kiosk.dialogue.visiting import Visitor

NAME, ADDRESS = "halter.name", "halter.address"
CRAMPED = (Appearance(reach=True), Appearance(size=Size.L), Appearance(size=Size.XL))


def seen(visitor: Visitor, look: Appearance) -> Visitor:
    visitor.state = replace(visitor.state, session=replace(visitor.state.session, appearance=look))
    return visitor


def fields(visitor: Visitor) -> set[str]:
    return {key for key in keys(visitor) if key.startswith("field.")}


def at(phase: p.Phase, look: Appearance) -> Visitor:
    return seen(Visitor(samples.context(), samples.at(phase)), look)


@pytest.mark.parametrize("look", CRAMPED)
def test_one_field_a_page_forward_and_back(look: Appearance) -> None:
    visitor = seen(opened("hund_anmelden", NAME), look)
    assert fields(visitor) == {"field.familienname"}
    visitor.write("Ott").press("form.next")
    assert fields(visitor) == {"field.vornamen"}
    visitor.write("Ida").press("form.back")
    assert fields(visitor) == {"field.familienname"}
    assert visitor.value("field.familienname") == "Ott"
    visitor.press("form.next", "form.next")
    assert filling(visitor).answers["vornamen"] == "Ida"
    assert visitor.page.id != f"question.{NAME}"


def test_a_mistake_keeps_its_part_and_is_told_alone() -> None:
    visitor = seen(opened("hund_anmelden", NAME), Appearance(reach=True)).press("form.next")
    assert fields(visitor) == {"field.familienname"}
    assert len(visitor.mistakes()) == 1
    assert NAME not in filling(visitor).visited


def test_postcode_and_town_stay_together() -> None:
    visitor = seen(opened("hund_anmelden", ADDRESS), Appearance(reach=True))
    visitor.write("Am Markt 7").press("form.next", "form.next")
    assert fields(visitor) == {"field.plz", "field.ort"}


def test_postcode_and_town_say_both_mistakes_where_they_are() -> None:
    visitor = opened("hund_anmelden", ADDRESS).press("form.next")
    errors = [block.error for block in visitor.page.content if isinstance(block, Fields) and len(block.fields) == 2]
    assert [error.name for error in errors if error is not None] == [" ".join(visitor.mistakes()[-2:])]


def test_usual_text_has_all_fields_and_keeps_what_was_typed_in_parts() -> None:
    visitor = seen(opened("hund_anmelden", NAME), Appearance(reach=True)).write("Ott").press("form.next")
    seen(visitor, Appearance())
    assert fields(visitor) == {"field.familienname", "field.vornamen"}
    assert visitor.value("field.familienname") == "Ott"


def test_each_part_counts_as_another_page_for_impatient_fingers() -> None:
    visitor = seen(opened("hund_anmelden", NAME), Appearance(reach=True)).write("Ott")
    before = visitor.page.part
    assert visitor.press("form.next").page.part != before


def tiles(visitor: Visitor) -> Iterator[str]:
    for block in visitor.page.content:
        if isinstance(block, Tiles):
            yield from (tile.id for tile in block.tiles)


def test_home_in_reach_mode_shows_everything_page_by_page() -> None:
    everything = set(tiles(at(p.Home(), Appearance())))
    visitor = at(p.Home(), Appearance(size=Size.XL, reach=True))
    found: set[str] = set()
    for _ in range(4):
        shown = set(tiles(visitor))
        assert len(shown) <= 4
        found |= shown
        visitor.press("home.more")
    assert found - {"home.more"} == everything


def test_settings_in_large_text_that_lies_low_lose_no_option() -> None:
    everything = {node.id for node in nodes(at(p.Settings(p.Home()), Appearance()).page) if node.pressable}
    visitor = at(p.Settings(p.Home()), Appearance(size=Size.XL, reach=True))
    found: set[str] = set()
    for _ in range(3):
        found |= keys(visitor)
        visitor.press("settings.more")
    assert found - {"settings.more"} == everything
    assert visitor.press("settings.done").page.id == "home"


def test_a_query_of_one_step_does_not_count_steps() -> None:
    said = seen(opened("vorgang_status", "abfrage.receipt"), Appearance()).said()
    assert "Schritt" not in said


def test_topics_that_lie_low_have_more_pages_and_lose_none() -> None:
    groups = {f"group.{service.group}" for service in samples.context().catalogue.live}
    visitor = at(p.Topics(), Appearance(size=Size.XL, reach=True))
    found: list[str] = []
    while not set(keys(visitor)) & set(found):
        found += [key for key in keys(visitor) if key.startswith("group.")]
        visitor.press("topics.more")
    assert sorted(found) == sorted(groups)
    assert "topics.more" not in keys(at(p.Topics(), Appearance()))


def test_back_from_a_topic_shows_the_page_it_is_on() -> None:
    visitor = at(p.Topics(), Appearance(size=Size.XL, reach=True)).press("topics.more")
    second = next(key for key in keys(visitor) if key.startswith("group."))
    assert second in keys(visitor.press(second, "topic.back"))
