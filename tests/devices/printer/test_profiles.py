"""Profiles: unique, complete, and they claim no page that Python would decode otherwise."""

import codecs

import pytest

from devices.printer.profiles import PROFILES, generic, profile_ids, profile_of, recognised


def test_ids_and_names_are_unique() -> None:
    assert len(set(profile_ids())) == len(PROFILES)
    names = [name.casefold() for profile in PROFILES for name in profile.names]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_every_profile_has_the_base_page_and_real_codecs(profile: object) -> None:
    pages = getattr(profile, "code_pages")  # noqa: B009 -- parametrize loses the type
    assert pages["cp1252"] == 16
    assert all(codecs.lookup(codec) for codec in pages)
    assert len(set(pages.values())) == len(pages)
    assert all(0 <= number <= 255 for number in pages.values())


@pytest.mark.parametrize(
    ("maker", "model", "found"),
    [
        ("EPSON", "TM-T20III", "epson-tm-t20iii"),
        ("epson", " tm-t88vi ", "epson-tm-t88"),
        ("EPSON", "TM-U220", None),
        ("CLONE", "TM-T20III", None),  # speaks like one, and nobody knows which pages it has
        ("", "TM-T20III", None),
        ("", "", None),
    ],
)
def test_recognised_by_maker_and_model(maker: str, model: str, found: str | None) -> None:
    profile = recognised(maker, model)
    assert (profile.id if profile else None) == found


@pytest.mark.parametrize("columns", [32, 42, 48])
def test_generic_claims_the_least(columns: int) -> None:
    profile = generic(columns)
    assert profile.paper.columns == columns
    assert dict(profile.code_pages) == {"cp1252": 16}
    able = (profile.native_qr, profile.id_echo, profile.recovers, profile.feed_key_lock, profile.presenter)
    assert not any(able)


def test_unknown_ones_are_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="epson-tm-t88"):
        profile_of("tm-t88")
    with pytest.raises(ValueError, match="32, 42, 48"):
        generic(40)
