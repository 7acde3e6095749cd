"""Imprint and its like lie over the page: nothing is lost, time goes on as on the help page, every page can be left."""

import pytest

from kiosk.about import AboutTopic
from kiosk.dialogue import idle
from kiosk.dialogue import phases as p
from kiosk.dialogue.dispatch import view
from kiosk.dialogue.pages import Appearance, Size, nodes
from kiosk.dialogue.states.about import divided
from tests.kiosk.dialogue import samples
from tests.kiosk.dialogue.visiting import Visitor

QUESTION = p.Asking("hund.name_hund")


def visitor(phase: p.Phase = QUESTION) -> Visitor:
    return Visitor(samples.context(), samples.at(phase))


def test_a_half_filled_form_is_there_again_after_the_imprint() -> None:
    person = visitor().write("Bel")
    filling = person.state.session.filling
    person.press("utility.help", "about.imprint", "about.next")
    assert person.page.part == 1
    person.press("about.next")
    assert person.state.phase == QUESTION
    assert person.state.session.filling == filling
    assert "Bel" in person.said()


def test_back_leads_through_the_parts_to_help_and_on() -> None:
    person = visitor().press("utility.help", "about.privacy", "about.next", "about.next", "about.back")
    assert person.state.phase == p.About(QUESTION, AboutTopic.PRIVACY, 1)
    person.press("about.back", "about.back")
    assert person.state.phase == p.Help(QUESTION)
    person.press("help.back")
    assert person.state.phase == QUESTION


def test_the_help_key_leads_back_to_help() -> None:
    person = visitor().press("utility.help", "about.licences", "utility.help")
    assert person.state.phase == p.Help(QUESTION)


@pytest.mark.parametrize("topic", AboutTopic)
@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("spacing", [False, True])
def test_every_section_is_on_one_page_in_its_order(topic: AboutTopic, size: Size, spacing: bool) -> None:
    sections = samples.context().about[topic]
    pages = divided(sections, Appearance(size=size, spacing=spacing))
    assert [section for page in pages for section in page] == list(sections)
    assert all(pages)


def test_larger_text_has_more_pages() -> None:
    sections = samples.context().about[AboutTopic.PRIVACY]
    counts = [len(divided(sections, Appearance(size=size))) for size in Size]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_smaller_text_shows_the_last_page_instead_of_one_that_is_gone() -> None:
    page = view(samples.context(), samples.at(p.About(p.Home(), AboutTopic.PRIVACY, 99)))
    assert any(node.id == "about.section.12" for node in nodes(page))
    assert page.nav is not None
    assert page.nav.primary is not None
    assert page.nav.primary.name == "Fertig"


@pytest.mark.parametrize("ground", samples.GROUNDS, ids=lambda phase: type(phase).__name__)
def test_time_goes_on_as_on_the_help_page(ground: p.Ground) -> None:
    delays = samples.context().delays
    about = p.About(ground, AboutTopic.IMPRINT)
    assert idle.limit_s(delays, about) == idle.limit_s(delays, p.Help(ground))
    assert idle.warning_s(delays, samples.at(about)) == idle.warning_s(delays, samples.at(p.Help(ground)))


def test_reading_too_long_asks_and_gives_the_page_back() -> None:
    person = visitor().press("utility.help", "about.imprint").wait(125)
    assert person.page.id == "time.warning"
    person.press("time.more")
    assert person.state.phase == p.About(QUESTION, AboutTopic.IMPRINT)


def test_help_has_one_page_in_usual_text_and_more_in_large() -> None:
    person = visitor().press("utility.help")
    assert not any(node.id == "help.more" for node in nodes(person.page))
    large = samples.at(p.Help(QUESTION))
    look = Appearance(size=Size.XL)
    person = Visitor(samples.context(), samples.with_look(large, look))
    seen = [person.page.part]
    while not any(node.id == "about.imprint" for node in nodes(person.page)):
        person.press("help.more")
        seen.append(person.page.part)
    assert seen == list(range(len(seen)))
    assert len(seen) == 3
    assert "Terminal 2" in person.said()
    person.press("help.more")
    assert person.page.part == 0
