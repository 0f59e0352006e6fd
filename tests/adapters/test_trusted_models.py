"""Only models that were trained here are loaded."""
import io
import os
import tarfile

import pytest

from bot.adapters.cipher import key_of
from bot.adapters.trusted_models import TrustedModels


def archive(path, day, **member) -> None:
    """An archive with one file, or whatever `member` makes of it, written on that day."""
    info = tarfile.TarInfo(member.pop("name", "metadata.json"))
    content = b"{}" if member.get("type", tarfile.REGTYPE) == tarfile.REGTYPE else b""
    info.size = len(content)
    for name, value in member.items():
        setattr(info, name, value)
    with tarfile.open(path, "w:gz") as written:
        written.addfile(info, io.BytesIO(content))
    os.utime(path, (day, day))


@pytest.fixture
def trusted(tmp_path):
    return TrustedModels(tmp_path, tmp_path / "var" / "models.key")


@pytest.fixture
def signed(tmp_path, trusted):
    def make(model, day, **member):
        path = tmp_path / f"{model}.tar.gz"
        archive(path, day, **member)
        trusted.sign(path)
        return path
    return make


def test_the_newest_model_that_was_signed_here_is_taken(tmp_path, trusted, signed, caplog):
    signed("old", 1)
    ours = signed("ours", 2)
    archive(tmp_path / "foreign.tar.gz", 3)

    assert trusted.newest() == ours
    assert "foreign.tar.gz is refused" in caplog.text


def test_a_model_that_was_altered_signed_elsewhere_or_for_another_is_refused(tmp_path, trusted, signed):
    altered, renamed, elsewhere, garbled = (signed(name, 2) for name in ("altered", "renamed", "elsewhere", "garbled"))
    sound = signed("sound", 1)
    altered.write_bytes(altered.read_bytes()[:-1] + b"x")
    archive(renamed, 3, name="other.json")
    TrustedModels(tmp_path, tmp_path / "another.key").sign(elsewhere)
    garbled.with_name("garbled.tar.gz.hmac").write_bytes("é\udcff".encode(errors="replace") * 9)

    assert [trusted.trusts(one) for one in (altered, renamed, elsewhere, garbled, sound)] == [False] * 4 + [True]
    assert trusted.newest() == sound


def test_without_a_key_nothing_is_trusted_and_none_is_made(tmp_path, trusted):
    archive(tmp_path / "model.tar.gz", 1)
    (tmp_path / "model.tar.gz.hmac").write_text("0" * 64)

    with pytest.raises(FileNotFoundError, match="make train"):
        trusted.newest()
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("member", [
    {"name": "../outside.py"}, {"name": "components/../../outside.py"}, {"name": "/etc/outside"},
    {"name": "link", "type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
    {"name": "link", "type": tarfile.LNKTYPE, "linkname": "../outside"},
    {"name": "pipe", "type": tarfile.FIFOTYPE}, {"name": "device", "type": tarfile.CHRTYPE},
], ids=lambda member: f"{member['name']}-{member.get('type', b'').decode()}")
def test_a_model_that_would_write_elsewhere_is_refused_even_signed(trusted, signed, member):
    signed("evil", 2, **member)
    sound = signed("sound", 1)

    assert trusted.newest() == sound


def test_what_is_no_archive_is_refused(tmp_path, trusted, signed):
    (tmp_path / "text.tar.gz").write_text("not a model")
    trusted.sign(tmp_path / "text.tar.gz")
    sound = signed("sound", 1)

    assert trusted.newest() == sound


def test_a_key_is_for_the_program_alone(tmp_path):
    path = tmp_path / "var" / "secret.key"
    key = key_of(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert key_of(path) == key
    for mode in (0o640, 0o604, 0o660):
        path.chmod(mode)
        with pytest.raises(ValueError, match="D'autres que le programme peuvent lire la clé .* chmod 600"):
            key_of(path)
