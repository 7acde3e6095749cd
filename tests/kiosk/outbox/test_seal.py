"""The seal: what it binds, how long it is, what it refuses, and that it imports nothing heavy before its first use."""

import base64
import json
import subprocess
import sys
from uuid import UUID

import pytest
from joserfc import jwe
from joserfc.jwk import RSAKey

from kiosk.outbox import Seal, SealError, read_pinned
from kiosk.outbox.seal import TooLargeError
from kiosk.portal.sealing import BOUND_HEADERS, SIZES, padded

KEY = UUID("019a0000-0000-7000-8000-000000000001")
OTHER = UUID("019a0000-0000-7000-8000-000000000002")
NOW = 1_795_512_240.0


def test_only_the_portal_opens_it_and_finds_the_same(key_file, portal_keys):
    content = {"name": "Ottokar Zwetschgenröder", "zahl": 3, "leer": {}, "liste": [True, None, "x"]}
    sealed = Seal(read_pinned(key_file)).seal(KEY, content, NOW)
    assert portal_keys.open(sealed, KEY).content == content
    assert not {"d", "p", "k"} & set(json.loads(key_file.read_bytes())["keys"][0])


def test_header_says_what_it_is_bound_to_and_nothing_else(key_file):
    seal = Seal(read_pinned(key_file))
    head = json.loads(base64.urlsafe_b64decode(seal.seal(KEY, {"a": 1}, NOW).split(".")[0] + "=="))
    assert set(head) == {"alg", "enc", "kid", "cty", "crit", "epk", *BOUND_HEADERS}
    assert (head["alg"], head["enc"], head["crit"]) == ("ECDH-ES+A256KW", "A256GCM", list(BOUND_HEADERS))
    assert [head[name] for name in BOUND_HEADERS] == [str(KEY), seal.destination]


def test_under_another_key_it_is_swapped(key_file, portal_keys):
    assert portal_keys.open(Seal(read_pinned(key_file)).seal(KEY, {}, NOW), OTHER) == "seal-swapped"


def test_for_another_portal_it_is_swapped(key_file, portal_keys):
    content = json.loads(key_file.read_bytes())
    key_file.write_text(json.dumps(content | {"destination": "other.portal.example"}))
    assert portal_keys.open(Seal(read_pinned(key_file)).seal(KEY, {}, NOW), KEY) == "seal-swapped"


def test_every_changed_part_breaks_it(key_file, portal_keys):
    """Also a header that names the other application: it is authenticated (RFC 7516 section 5.1, step 14)."""
    parts = Seal(read_pinned(key_file)).seal(KEY, {"a": 1}, NOW).split(".")
    head = json.loads(base64.urlsafe_b64decode(parts[0] + "=="))
    head["bt-key"] = str(OTHER)
    forged = base64.urlsafe_b64encode(json.dumps(head).encode()).rstrip(b"=").decode()
    assert portal_keys.open(".".join([forged, *parts[1:]]), OTHER) == "seal-broken"
    for place in range(1, 5):
        changed = parts.copy()
        changed[place] = ("B" if changed[place][0] == "A" else "A") + changed[place][1:]
        assert portal_keys.open(".".join(changed), KEY) == "seal-broken", place


@pytest.mark.parametrize("missing", BOUND_HEADERS)
def test_a_seal_that_binds_less_is_refused(key_file, portal_keys, missing):
    public = json.loads(key_file.read_bytes())["keys"][0]
    bound = {name: "x" for name in BOUND_HEADERS if name != missing}
    registry = jwe.JWERegistry(strict_check_header=False, algorithms=["ECDH-ES+A256KW", "A256GCM"])
    head = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "kid": public["kid"], **bound}
    from joserfc.jwk import import_key

    sealed = jwe.encrypt_compact(head, b"{}", import_key(public), registry=registry)
    assert portal_keys.open(sealed, KEY) == "seal-broken"


def test_unknown_key_is_named_so(key_file, portal_keys, changed_key_file):
    seal = Seal(read_pinned(changed_key_file(kid="somebody-else")))
    assert portal_keys.open(seal.seal(KEY, {}, NOW), KEY) == "seal-unknown-key"


def test_length_says_nothing_within_a_class(key_file):
    seal = Seal(read_pinned(key_file))
    lengths = [len(seal.seal(KEY, {"a": "x" * size}, NOW)) for size in (0, 1, 4087, 4088, 4089, 16_000)]
    assert len(set(lengths[:4])) == 1
    assert len(set(lengths[4:])) == 1
    assert lengths[0] < lengths[4]


def test_padding_is_white_space_up_to_the_class():
    assert [len(padded(b"x" * size) or b"") for size in (0, 4096, 4097, SIZES[-1])] == [4096, 4096, 16384, SIZES[-1]]
    assert padded(b"{}").strip() == b"{}"
    assert padded(b"x" * (SIZES[-1] + 1)) is None


def test_longer_than_the_largest_class_is_said(key_file):
    with pytest.raises(TooLargeError):
        Seal(read_pinned(key_file)).seal(KEY, {"a": "x" * SIZES[-1]}, NOW)


def test_same_content_twice_looks_different(key_file):
    seal = Seal(read_pinned(key_file))
    assert seal.seal(KEY, {}, NOW) != seal.seal(KEY, {}, NOW)


def test_rsa_key_of_an_administration_works_too(key_file):
    key = RSAKey.generate_key(3072, {"kid": "fit", "use": "enc", "alg": "RSA-OAEP-256"}, private=True)
    signing = json.loads(key_file.read_bytes())["keys"][1]
    key_file.write_text(json.dumps({"destination": "fit.example", "keys": [key.as_dict(private=False), signing]}))
    sealed = Seal(read_pinned(key_file)).seal(KEY, {"a": 1}, NOW)
    from joserfc.registry import HeaderParameter

    registry = jwe.JWERegistry(
        {name: HeaderParameter("bound", "str") for name in BOUND_HEADERS}, algorithms=["RSA-OAEP-256", "A256GCM"]
    )
    assert json.loads(jwe.decrypt_compact(sealed, key, registry=registry).plaintext or b"") == {"a": 1}


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"d": "AAAA"}, "private key"),
        ({"alg": "RSA1_5"}, "alg must be ECDH-ES"),
        ({"alg": "dir"}, "alg must be ECDH-ES"),
        ({"use": "sig"}, "alg must be ES256"),
        ({"crv": "P-384"}, "P-256"),
        ({"x": None}, "P-256"),
        ({"alg": "RSA-OAEP-256"}, "RSA"),
        ({"kid": None}, "JWK set"),
        ({"kid": ""}, "JWK set"),
    ],
)
def test_key_that_cannot_work_is_refused_at_start(changed_key_file, members, words):
    with pytest.raises(SealError, match=words) as caught:
        read_pinned(changed_key_file(**members))
    assert "portal-keys.json" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"destination":"a","keys":[]}', b"\xff", b'{"keys":[1]}'])
def test_file_that_is_no_key_set_is_refused(key_file, content):
    key_file.write_bytes(content)
    with pytest.raises(SealError, match="not a JWK set"):
        read_pinned(key_file)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(SealError, match=r"nowhere\.json: No such file"):
        read_pinned(tmp_path / "nowhere.json")


def test_point_beside_the_curve_is_refused_before_anybody_waits(changed_key_file):
    seal = Seal(read_pinned(changed_key_file(x="AAAA")))
    with pytest.raises(SealError, match="not usable"):
        seal.prepare(NOW)


def test_import_brings_no_cryptography():
    heavy = "{'joserfc', 'cryptography', 'requests'} & set(sys.modules)"
    code = f"import kiosk.outbox, sys; print(sorted({heavy}))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"


def test_seals_to_the_key_of_the_day_and_to_none_without_one(key_file, portal_keys):
    content = json.loads(key_file.read_bytes())
    sealing, signing = content["keys"]
    content["keys"] = [sealing | {"kid": "next", "nbf": 200}, sealing | {"nbf": 100}, signing]
    key_file.write_text(json.dumps(content))
    seal = Seal(read_pinned(key_file))
    kids = [
        json.loads(base64.urlsafe_b64decode(seal.seal(KEY, {}, at).split(".")[0] + "=="))["kid"]
        for at in (100, 199, 200)
    ]
    assert kids == [sealing["kid"], sealing["kid"], "next"]
    assert [seal.usable(at) for at in (99, 100)] == [False, True]
    with pytest.raises(SealError, match="none of the portal's keys is valid"):
        seal.seal(KEY, {}, 99)
