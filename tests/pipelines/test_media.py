"""Documents that open only with a password, told by their bytes."""

import zipfile
from pathlib import Path

import pytest

from pipelines.media import look_at

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ODT = "application/vnd.oasis.opendocument.text"
ENCRYPTED_PART = (
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
    '<manifest:encryption-data manifest:checksum-type="SHA1/1K"/></manifest:file-entry>'
)


def _word97(flags: int) -> bytes:
    """The beginning of a compound file whose first stream is a Word document, and the name of that stream."""
    block = b"\xec\xa5\xc1\x00" + bytes(6) + flags.to_bytes(2, "little") + bytes(500)
    return OLE + bytes(504) + block + "WordDocument".encode("utf-16-le") + bytes(512)


def _odt(path: Path, part: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODT, zipfile.ZIP_STORED)
        archive.writestr("content.xml", "x" * 200_000)
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest>{part}</manifest:manifest>")


@pytest.mark.parametrize(("flags", "is_locked"), [(0x0000, False), (0x0100, True), (0x0200, False)])
def test_a_word_97_document_with_a_password_is_known_as_locked(tmp_path: Path, flags: int, is_locked: bool) -> None:
    path = tmp_path / "notula.doc"
    path.write_bytes(_word97(flags))
    look = look_at(path)
    assert (look.content, look.media_type, look.is_locked) == ("word", "application/msword", is_locked)


@pytest.mark.parametrize(("part", "is_locked"), [("", False), (ENCRYPTED_PART, True)])
def test_an_odt_with_a_password_is_known_as_locked(tmp_path: Path, part: str, is_locked: bool) -> None:
    path = tmp_path / "notula.odt"
    _odt(path, part)
    assert (look_at(path).content, look_at(path).media_type, look_at(path).is_locked) == ("word", ODT, is_locked)


def test_an_odt_that_was_cut_off_is_not_called_locked(tmp_path: Path) -> None:
    path = tmp_path / "notula.odt"
    _odt(path, ENCRYPTED_PART)
    path.write_bytes(path.read_bytes()[:120])
    assert look_at(path).is_locked is False
