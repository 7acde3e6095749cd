"""Copies blocks into a service: after it every step holds plain fields only. Works on entries, so lines stay known.

    {use: address, prefix: neu_, prefill: false, required: false, show_if: {...}, omit_options: {id: [value]}}

prefix goes before every id, also in the conditions and page keys of the block; `prefill: false` drops the slots of the
eID; `required: false` makes every field optional; `show_if` is demanded besides the field's own; `omit_options` drops
choices; the titles stand above each field (`about_de`, `about_en`) and instead of the titles of the block's pages.
"""

from collections.abc import Mapping

from kiosk.services.reading.entry import Reader
from kiosk.services.reading.tree import Entry, Findings, Raw, Series


def expand(service: Entry, blocks: Mapping[str, Entry], findings: Findings) -> Entry:
    """The same service with all blocks copied in.

    Args:
        service: as it was written.
        blocks: blocks of the catalogue by name.
        findings: takes mistakes of `use` entries.
    """
    steps = service.items.get("steps")
    if not isinstance(steps, Series):
        return service
    expanded: list[Raw] = [_step(step, blocks, findings) if isinstance(step, Entry) else step for step in steps.items]
    return service.with_items({"steps": Series(steps.file, steps.line, expanded, steps.lines)})


def _step(step: Entry, blocks: Mapping[str, Entry], findings: Findings) -> Entry:
    fields = step.items.get("fields")
    if not isinstance(fields, Series):
        return step
    items: list[Raw] = []
    lines: list[int] = []
    pages: dict[str, Raw] = {}
    for item, line in fields.marked():
        copied, titles = (
            _used(item, blocks, findings) if isinstance(item, Entry) and "use" in item.items else ([item], {})
        )
        pages |= titles
        items += copied
        lines += [line] * len(copied)
    own = step.items.get("pages")
    if isinstance(own, Entry):
        pages |= own.items
    merged = Entry(step.file, step.at("pages"), pages, own.lines if isinstance(own, Entry) else {})
    if own is not None and not isinstance(own, Entry):
        return step.with_items({"fields": Series(fields.file, fields.line, items, lines)})
    return step.with_items({"fields": Series(fields.file, fields.line, items, lines), "pages": merged})


def _used(use: Entry, blocks: Mapping[str, Entry], findings: Findings) -> tuple[list[Raw], dict[str, Raw]]:
    reader = Reader(use, findings, f"use {use.items['use']}")
    name = reader.text("use")
    prefix = reader.maybe_text("prefix") or ""
    keep_prefill = reader.flag("prefill", default=True)
    keep_required = reader.flag("required", default=True)
    title = reader.maybe_both("title")
    extra = reader.sub("show_if")
    omitted = reader.sub("omit_options")
    reader.close()
    block = blocks.get(name)
    if block is None:
        reader.wrong("use", f"there is no block {name!r}", f"write one of: {', '.join(sorted(blocks))}")
        return [], {}
    fields = _fields(block)
    ids = {str(field.items.get("id")) for field in fields}
    changes: dict[str, Raw] = {}
    if not keep_required:
        changes["required"] = False
    if title is not None:
        changes |= {"about_de": title.de, "about_en": title.en}
    copies: list[Raw] = []
    for field in fields:
        copy = field if keep_prefill else field.without("prefill")
        copy = _renamed(copy, prefix, ids).with_items(changes)
        copies.append(_demanding(copy, extra))
    copies = _omitting(copies, omitted, prefix, reader)
    titles = {"title_de": title.de, "title_en": title.en} if title is not None else {}
    return copies, _pages(block, prefix, titles)


def _fields(block: Entry) -> list[Entry]:
    fields = block.items.get("fields")
    return [field for field in fields.items if isinstance(field, Entry)] if isinstance(fields, Series) else []


def _pages(block: Entry, prefix: str, titles: Mapping[str, Raw]) -> dict[str, Raw]:
    pages = block.items.get("pages")
    if not isinstance(pages, Entry):
        return {}
    return {
        prefix + key: page.with_items(titles) if isinstance(page, Entry) else page for key, page in pages.items.items()
    }


def _renamed(field: Entry, prefix: str, ids: set[str]) -> Entry:
    if not prefix:
        return field
    changes: dict[str, Raw] = {"id": f"{prefix}{field.items.get('id')}"}
    if "page" in field.items:
        changes["page"] = f"{prefix}{field.items['page']}"
    if "show_if" in field.items:
        changes["show_if"] = _prefixed(field.items["show_if"], prefix, ids)
    return field.with_items(changes)


def _prefixed(condition: Raw, prefix: str, ids: set[str]) -> Raw:
    """A condition of a block after the ids of the block got a prefix."""
    if isinstance(condition, Series):
        items = [_prefixed(item, prefix, ids) for item in condition.items]
        return Series(condition.file, condition.line, items, condition.lines)
    if not isinstance(condition, Entry):
        return condition
    changes: dict[str, Raw] = {
        key: _prefixed(part, prefix, ids) for key, part in condition.items.items() if key in ("all", "any", "not")
    }
    field = condition.items.get("field")
    if isinstance(field, str) and field in ids:
        changes["field"] = prefix + field
    return condition.with_items(changes)


def _demanding(field: Entry, extra: Entry | None) -> Entry:
    """A field that asks for one more condition."""
    if extra is None:
        return field
    own = field.items.get("show_if")
    if own is None:
        return field.with_items({"show_if": extra})
    both = Series(extra.file, extra.line, [extra, own], [extra.line, field.at("show_if")])
    return field.with_items({"show_if": Entry(extra.file, extra.line, {"all": both}, {"all": extra.line})})


def _omitting(fields: list[Raw], omitted: Entry | None, prefix: str, reader: Reader) -> list[Raw]:
    if omitted is None:
        return fields
    by_id = {str(field.items.get("id")): field for field in fields if isinstance(field, Entry)}
    for key, values in omitted.items.items():
        field = by_id.get(prefix + key)
        options = field.items.get("options") if field is not None else None
        if field is None or not isinstance(options, Series) or not isinstance(values, Series):
            reader.wrong(
                "omit_options", f"{key!r} is no choice of the block", "name a field with options: {id: [value]}"
            )
            continue
        present = [option.items.get("value") for option in options.items if isinstance(option, Entry)]
        for value in values.items:
            if value not in present:
                remedy = f"write one of: {', '.join(map(str, present))}"
                reader.wrong("omit_options", f"{key!r} has no option {value}", remedy)
        left = [
            (option, line)
            for option, line in options.marked()
            if not (isinstance(option, Entry) and option.items.get("value") in values.items)
        ]
        kept = Series(options.file, options.line, [option for option, _ in left], [line for _, line in left])
        by_id[prefix + key] = field.with_items({"options": kept})
    return [by_id.get(str(field.items.get("id")), field) if isinstance(field, Entry) else field for field in fields]
