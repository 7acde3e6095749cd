"""How cards come to be: persons' files, the test PKI, generations, links to a new root, memories that are lost."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from asn1crypto import cms

from devices.eid.chat import Chat, Right, Role
from devices.eid.curves import BP256, generate
from devices.eid.cv_certificate import CvPublicKey, issue
from devices.eid.cv_chain import trust_point
from devices.eid.oids import EC_PUBLIC_KEY
from devices.eid.pace import PasswordKind
from devices.eid.passive_authentication import PassiveTrust, check_same_card, verify_card_security
from devices.eid.portal_reading import Done
from devices.eid.security_infos import parse_card_access
from devices.eid.signatures import sign_plain
from devices.eid.virtual_card.person import (
    PersonError,
    PinStart,
    find_person,
    load_person,
    read_person,
    shipped_persons,
)
from devices.eid.virtual_card.personalise import card_access
from devices.eid.virtual_card.pki import CVCA, SIGNATURE_OID, Issuer, ensure_pki
from devices.eid.virtual_card.profiles import PROFILES, SignerKind
from tests.architecture.tree import ROOT
from tests.devices.eid.virtual_card.conftest import TODAY
from tests.devices.eid.virtual_card.whole import Desk, Terminal, visit, wish

SMALLEST = """
expires: "2030-01-01"
given_names: A
family_names: B
born: ""
pin: "123456"
can: "123456"
puk: "1234567890"
"""


@pytest.mark.parametrize("name", shipped_persons())
def test_shipped_persons_make_cards(new_card, name):
    assert len(new_card(name).memory.roots) == 1


def test_a_person_of_few_words():
    person = read_person("small", SMALLEST)
    assert sorted(person.groups) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert person.groups[8] == bytes.fromhex("680A1208") + b" " * 8
    assert person.state is PinStart.USABLE
    assert "123456" not in repr(person)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ('pin: "1234"', "pin: 5 or 6 digits"),
        ('can: "12345x"', "can: 6 digits"),
        ('puk: "123"', "puk: 10 digits"),
        ("pin: 123456", "Expected `str`"),
        ("card: id_card_1950", "card: one of"),
        ("state: lost", "Invalid enum value"),
        ("hobby: chess", "unknown field"),
        ('born: "1990-02-31"', "a date"),
        ('born: "1990-02-03-04"', "a date"),
        ('municipality: "12x"', "hex"),
        ("sex: Ä", "letter"),
        ('raw_groups: {23: "00"}', "number"),
        ("address: {street: X}", "missing required field"),
        ("[", "small"),
    ],
)
def test_a_file_that_makes_no_card_says_why_and_no_value(change, says):
    with pytest.raises(PersonError, match=says) as caught:
        read_person("small", f"{SMALLEST}\n{change}\n" if change.split(":")[0] not in SMALLEST else changed(change))
    assert "1234567890" not in str(caught.value)


def changed(change: str) -> str:
    key = change.split(":", maxsplit=1)[0]
    return "\n".join(change if line.startswith(f"{key}:") else line for line in SMALLEST.splitlines())


def test_whose_card_is_found_by_name_or_file(tmp_path):
    file = tmp_path / "somebody.yaml"
    file.write_text(SMALLEST)
    assert load_person(find_person(str(file))).name == "somebody"
    assert find_person("gesperrt").stem == "gesperrt"
    with pytest.raises(PersonError, match="erika_beispiel"):
        find_person("nobody")
    with pytest.raises(PersonError, match="nowhere"):
        load_person(tmp_path / "nowhere.yaml")


def test_processes_that_start_at_the_same_time_share_one_pki(tmp_path):
    folder = tmp_path / "new" / "pki"

    def take(_: int) -> bytes:
        return ensure_pki(folder, random=secrets.token_bytes, today=TODAY).root.certificate.encode()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(take, range(8)))) == 1
    assert [each.name for each in folder.parent.iterdir()] == ["pki"]
    assert {file.stat().st_mode & 0o777 for file in folder.glob("*.key")} == {0o600}


def test_the_pki_is_made_anew_before_it_ends_and_cards_with_it(pki_folder, tmp_path):
    folder = tmp_path / "pki"
    first = ensure_pki(folder, random=secrets.token_bytes, today=TODAY)
    end = first.verifier.certificate.end
    same = ensure_pki(folder, random=secrets.token_bytes, today=end - timedelta(days=8))
    assert same.root.certificate == first.root.certificate
    later = ensure_pki(folder, random=secrets.token_bytes, today=end)
    assert later.root.certificate.end > end
    assert later.root.certificate.public_key != first.root.certificate.public_key


@pytest.mark.parametrize("file", ["cvca.cvcert", "dv.key", "signer-named.key"])
def test_a_damaged_pki_says_what_to_do(tmp_path, file):
    ensure_pki(tmp_path / "pki", random=secrets.token_bytes, today=TODAY)
    (tmp_path / "pki" / file).write_bytes(b"damaged")
    with pytest.raises(OSError, match="delete the folder"):
        ensure_pki(tmp_path / "pki", random=secrets.token_bytes, today=TODAY)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "pki").mkdir()
    (tmp_path / "pki" / "letter.txt").write_text("mine")
    with pytest.raises(OSError, match="delete the folder"):
        ensure_pki(tmp_path / "pki", random=secrets.token_bytes, today=TODAY)
    assert [each.name for each in tmp_path.iterdir()] == ["pki"]


def test_the_book_names_every_person():
    book = (ROOT / "docs" / "virtual-card.md").read_text("utf-8")
    for name in shipped_persons():
        person = load_person(find_person(name))
        line = next(line for line in book.splitlines() if line.startswith(f"| `{name}`"))
        cells = [cell.strip() for cell in line.split("|")]
        assert cells[2:5] == [person.pin.decode(), person.can.decode(), person.puk.decode()]


@pytest.mark.parametrize("name", shipped_persons())
def test_each_card_is_signed_as_its_generation_is(new_card, pki, name):
    card, person = new_card(name), load_person(find_person(name))
    trust = PassiveTrust((pki.authority.certificate,))
    raw = bytes.fromhex(card.memory.card_security)
    security = verify_card_security(raw, trust, TODAY)
    check_same_card(parse_card_access(card_access(person.profile)), security)
    public = {key.key_id for key in security.chip_keys}
    assert public == {plan.key_id for plan in person.profile.chip_keys if not plan.privileged}
    everything = verify_card_security(bytes.fromhex(card.memory.chip_security), trust, TODAY)
    assert len(everything.chip_keys) + sum(hasattr(each, "point") for each in everything.privileged) == len(
        person.profile.chip_keys
    )
    signer = cms.ContentInfo.load(raw)["content"]["certificates"][0].chosen
    parameters = signer["tbs_certificate"]["subject_public_key_info"]["algorithm"]["parameters"]
    assert (parameters.name == "named") is (person.profile.signer is SignerKind.NAMED)
    assert EC_PUBLIC_KEY in raw


def test_generations_differ_in_what_they_say_first():
    assert len({card_access(profile) for profile in PROFILES.values()}) >= 4


def test_a_link_leads_to_a_new_root_and_is_remembered(new_card, pki):
    """The root's key is changed: the link comes with the chain once, and from then on the card knows both."""
    start, end = TODAY, TODAY + timedelta(days=1000)
    key = generate(BP256.generator, secrets.token_bytes)
    public = CvPublicKey(SIGNATURE_OID, key.public.encode(), BP256)
    new_name = CVCA[:-1] + b"2"

    def made(car: bytes, signer: Issuer | None, holder: bytes, public: CvPublicKey, role: Role):
        by = key if signer is None else signer.key
        return issue(
            car=car,
            chr=holder,
            public_key=public,
            chat=Chat(frozenset(Right) - {Right.PSA}, role),
            start=start,
            end=end,
            sign=lambda body: sign_plain(by, "sha256", body),
        )

    link = made(CVCA, pki.root, new_name, public, Role.CVCA)
    assert trust_point(made(new_name, None, new_name, public, Role.CVCA)).name == new_name
    verifier = pki.verifier.certificate
    renewed = made(new_name, None, verifier.chr, replace(verifier.public_key), Role.DV_DOMESTIC)

    class LinkedDesk(Desk):
        def authority(self):
            return replace(super().authority(), certificates=(link, renewed))

    desk = LinkedDesk(pki, TODAY)
    asked = wish(Right.read(4))
    assert Terminal(new_card().transmit).opened(PasswordKind.PIN, "123456", asked.chat).cars == (CVCA,)
    assert isinstance(visit(new_card().transmit, desk, "123456", asked), Done)
    opened = Terminal(new_card().transmit).opened(PasswordKind.PIN, "123456", asked.chat)
    assert opened.cars == (new_name, CVCA)
    assert isinstance(visit(new_card().transmit, desk, "123456", asked), Done)


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff", b'{"made_of": 1}'])
def test_a_memory_that_cannot_be_read_is_a_new_card(new_card, tmp_path, damage):
    before = new_card("zwei_versuche").memory.chip_keys
    (file,) = (tmp_path / "cards").iterdir()
    file.write_bytes(damage)
    after = new_card("zwei_versuche").memory
    assert after.chip_keys != before
    assert after.pin.tries == 2


def test_another_text_is_another_card(new_card, tmp_path):
    file = tmp_path / "somebody.yaml"
    file.write_text(SMALLEST)
    first = new_card(str(file)).memory.chip_keys
    assert new_card(str(file)).memory.chip_keys == first
    file.write_text(SMALLEST.replace("family_names: B", "family_names: C"))
    assert new_card(str(file)).memory.chip_keys != first


def test_two_files_of_one_name_are_two_cards(new_card, tmp_path):
    keys = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        (folder / "same.yaml").write_text(SMALLEST)
        keys.append(new_card(str(folder / "same.yaml")).memory.chip_keys)
    assert keys[0] != keys[1]
