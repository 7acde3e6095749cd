"""The pinned keys: which file is refused, which key is taken on which day."""

import json

import pytest

from kiosk.outbox import SealError, out_of_date, read_pinned


@pytest.fixture
def with_keys(key_file):
    """The file with members of its two keys changed, a key taken away (None), or more of them."""

    def change(enc=(), sig=(), more=()):
        content = json.loads(key_file.read_bytes())
        both = zip(content["keys"], (enc, sig), strict=True)
        content["keys"] = [key | dict(members) for key, members in both if members is not None]
        content["keys"] += more
        key_file.write_text(json.dumps(content))
        return key_file

    return change


def test_file_of_the_portal_has_both(pinned, portal_keys):
    assert (pinned.destination, [key.use for key in pinned.keys]) == ("mayen.portal.example", ["enc", "sig"])
    assert pinned.sealing(0.0) is pinned.keys[0]
    assert pinned.signing(portal_keys.keys.signing().kid) is pinned.keys[1]
    assert pinned.signing(pinned.keys[0].kid) is None
    assert out_of_date(pinned, 0.0) == []


def test_first_valid_one_is_sealed_to(with_keys, key_file):
    old = json.loads(key_file.read_bytes())["keys"][0] | {"kid": "old", "exp": 200}
    keys = read_pinned(with_keys(enc={"kid": "new", "nbf": 100}, more=[old]))
    taken = {at: key.kid if (key := keys.sealing(at)) else None for at in (0, 99.9, 100, 199, 200, 1e9)}
    assert taken == {0: "old", 99.9: "old", 100: "new", 199: "new", 200: "new", 1e9: "new"}


def test_end_is_the_first_second_that_is_too_late(with_keys):
    keys = read_pinned(with_keys(enc={"nbf": 100, "exp": 200}, sig={"exp": 150}))
    assert [keys.sealing(at) is not None for at in (99, 100, 199.9, 200)] == [False, True, True, False]
    assert ["use enc" in each for each in out_of_date(keys, 99)] == [True]
    assert ["use sig" in each for each in out_of_date(keys, 150)] == [True]
    assert len(out_of_date(keys, 200)) == 2
    assert out_of_date(keys, 120) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sig": None}, "no key has use sig: no receipt can be believed"),
        ({"enc": None}, "no key has use enc: nothing can be sealed"),
        ({"sig": {"alg": "HS256"}}, "alg must be ES256"),
        ({"sig": {"alg": "ECDH-ES+A256KW"}}, "alg must be ES256"),
        ({"sig": {"crv": "P-384"}}, "P-256"),
        ({"sig": {"d": "AAAA"}}, "private key"),
        ({"enc": {"use": "wrap"}}, "JWK set"),
        ({"enc": {"nbf": -1}}, "JWK set"),
        ({"enc": {"exp": "tomorrow"}}, "JWK set"),
    ],
)
def test_file_that_cannot_work_is_refused_at_start(with_keys, changes, words):
    with pytest.raises(SealError, match=words) as caught:
        read_pinned(with_keys(**changes))
    assert "portal-keys.json" in str(caught.value)
