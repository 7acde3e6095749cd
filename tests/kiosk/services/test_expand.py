"""Blocks are copied in as they are written: prefix, prefill, required, conditions, omitted options, titles, pages."""

import yaml

from kiosk.services.load import _LOADER, _Converter
from kiosk.services.reading import Entry, Findings, plain
from kiosk.services.reading.expand import expand

BLOCKS = """
place:
  pages: {where: {title_de: Wo?, title_en: Where?}}
  fields:
    - {id: abroad, type: bool, label_de: Ausland?, label_en: Abroad?}
    - {id: street, type: text, label_de: Straße, label_en: Street, required: true, prefill: eid.street, page: where}
    - {id: far, type: text, label_de: Ort, label_en: Town, show_if: {not: {field: abroad, equals: false}}}
kind:
  fields:
    - id: kind
      type: choice
      label_de: Art
      label_en: Kind
      options: [{value: a, de: A, en: A}, {value: b, de: B, en: B}, {value: c, de: C, en: C}]
"""


def entry(text: str, name: str = "test.yaml") -> Entry:
    node = yaml.compose(text, _LOADER)
    assert isinstance(node, yaml.MappingNode)
    return _Converter(name, Findings()).entry(node)


def expanded(fields: str) -> tuple[dict[str, object], Findings]:
    findings = Findings()
    blocks = {name: block for name, block in entry(BLOCKS, "blocks.yaml").items.items() if isinstance(block, Entry)}
    service = entry("steps:\n  - id: s\n    fields:\n" + fields)
    found = plain(expand(service, blocks, findings))
    assert isinstance(found, dict)
    return found["steps"][0], findings


def test_a_block_as_it_is() -> None:
    step, findings = expanded("      - {use: place}\n")
    assert step == {
        "id": "s",
        "fields": plain(entry(BLOCKS).items["place"])["fields"],  # type: ignore[index]
        "pages": {"where": {"title_de": "Wo?", "title_en": "Where?"}},
    }
    assert not findings.mistakes


def test_a_block_with_everything() -> None:
    step, findings = expanded(
        "      - {use: place, prefix: neu_, prefill: false, required: false, title_de: Neu, title_en: New,\n"
        "         show_if: {field: kind, equals: a}}\n"
    )
    outer = {"field": "kind", "equals": "a"}
    about = {"required": False, "about_de": "Neu", "about_en": "New"}
    assert step["fields"] == [
        {"id": "neu_abroad", "type": "bool", "label_de": "Ausland?", "label_en": "Abroad?", "show_if": outer, **about},
        {"id": "neu_street", "type": "text", "label_de": "Straße", "label_en": "Street", "page": "neu_where",
         "show_if": outer, **about},
        {"id": "neu_far", "type": "text", "label_de": "Ort", "label_en": "Town",
         "show_if": {"all": [outer, {"not": {"field": "neu_abroad", "equals": False}}]}, **about},
    ]  # fmt: skip
    assert step["pages"] == {"neu_where": {"title_de": "Neu", "title_en": "New"}}
    assert not findings.mistakes


def test_options_can_be_left_out() -> None:
    step, findings = expanded("      - {use: kind, omit_options: {kind: [a, c]}}\n")
    assert [option["value"] for option in step["fields"][0]["options"]] == ["b"]  # type: ignore[index]
    assert not findings.mistakes


def test_two_uses_do_not_disturb_each_other() -> None:
    step, _ = expanded("      - {use: kind, prefix: x_, omit_options: {kind: [a]}}\n      - {use: kind}\n")
    sizes = [len(field["options"]) for field in step["fields"]]  # type: ignore[attr-defined]
    assert sizes == [2, 3]


def test_mistakes_of_a_use_have_its_line() -> None:
    _, findings = expanded(
        "      - {use: kind}\n      - {use: kind, omit_options: {kind: [z], art: [a]}, titel_de: x}\n"
    )
    found = [(mistake.line, mistake.what) for mistake in sorted(findings.mistakes)]
    assert {line for line, _ in found} == {5}
    assert [what.split(": ", 1)[1] for _, what in found] == [
        "'art' is no choice of the block",
        "'kind' has no option z",
        "'titel_de' is unknown here",
    ]


def test_fields_of_a_block_keep_the_line_of_the_block() -> None:
    blocks = {name: block for name, block in entry(BLOCKS, "blocks.yaml").items.items() if isinstance(block, Entry)}
    service = entry("steps:\n  - id: s\n    fields: [{use: place, prefix: a_}]\n")
    step = expand(service, blocks, Findings()).items["steps"].items[0]  # type: ignore[union-attr]
    street = step.items["fields"].items[1]  # type: ignore[union-attr]
    assert (street.file, street.line) == ("blocks.yaml", 6)  # type: ignore[union-attr]
