"""The public face of the package: cheap to import, quiet in a repr, strict about texts for paper and speech."""

import subprocess
import sys
from uuid import uuid4

import msgspec
import pytest

import kiosk.portal
from kiosk.portal import QueueTicketRequest, Text


def test_import_brings_no_http_library():
    code = "import kiosk.portal, sys; print(sorted({'requests', 'urllib3', 'ssl', 'http.client'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"


def test_every_public_name_is_there():
    assert [name for name in kiosk.portal.__all__ if not hasattr(kiosk.portal, name)] == []


def test_text_falls_back_to_german():
    text = Text(de="Hund", en="Dog")
    assert [text.in_language(lang) for lang in ("de", "en", "uk")] == ["Hund", "Dog", "Hund"]


@pytest.mark.parametrize("line", ["", "a\nb", "a\n", "\x1b@", "a\x00", "\x7f", "\x85", "x" * 201])
def test_lines_hold_no_command_for_a_printer(line):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"de": line}, Text)


def test_session_id_is_checked_before_anything_is_sent(tmp_path):
    (tmp_path / "ca.pem").write_text("-----BEGIN CERTIFICATE-----")
    (tmp_path / "token").write_text("abcdefghijklmnop")
    (tmp_path / "token").chmod(0o600)
    client = kiosk.portal.PortalClient(
        kiosk.portal.PortalSettings(
            url="https://127.0.0.1:1",
            ca_file=tmp_path / "ca.pem",
            token_file=tmp_path / "token",
            terminal_id="T2",
        )
    )
    with pytest.raises(ValueError, match="session_id"):
        client.draw(uuid4(), QueueTicketRequest(service="other"), session_id="a\r\nX-Evil: 1")
