"""What is noted of a copy that is being made, and whose letter it has in the end."""

from __future__ import annotations

import pytest

from attache.problems import NotWritten, Refused, problem
from attache.vault.copies import copying
from attache.vault.copies.copying import Copying
from attache.vault.copies.give import Wanted, copy
from attache.vault.history import COPY, NO_COPY
from tests.vault.conftest import AT

BEGUN = "0" * 32


def give(vault, path, seat="C"):
    copy(vault, Wanted(path, seat, anywhere=True), "vault copy", AT)


def killed_before_its_place(vault, path, monkeypatch):
    """The letter is noted, and the copy has no place."""
    with monkeypatch.context() as patched:
        patched.setattr("attache.files._linked", lambda *_args: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            give(vault, path)


def said(vault):
    changes = [change for line in vault.view().log() for change in line.changes]
    return [(c.action, c.fields["seat"]) for c in changes if c.action in (COPY, NO_COPY)]


def test_a_letter_without_a_copy_is_given_again_and_told(vault, tmp_path, monkeypatch):
    killed_before_its_place(vault, tmp_path / "c.vault", monkeypatch)
    give(vault, tmp_path / "d.vault", "D")
    assert [p.code for p in vault.notices] == ["MRG043"]
    give(vault, tmp_path / "c.vault")
    assert said(vault) == [
        (COPY, (None, "C")),
        (NO_COPY, ("C", None)),
        (COPY, (None, "D")),
        (COPY, (None, "C")),
    ]


def test_of_a_disk_that_is_away_the_letter_stays_spent(vault, tmp_path, monkeypatch):
    stick = tmp_path / "stick"
    stick.mkdir()
    killed_before_its_place(vault, stick / "c.vault", monkeypatch)
    stick.rmdir()
    with pytest.raises(Refused) as refused:
        give(vault, tmp_path / "c.vault")
    assert [p.code for p in refused.value.problems] == ["MRG004"]
    assert said(vault) == [(COPY, (None, "C"))]


def test_a_copy_that_gets_no_place_takes_its_letter_back_at_once(vault, tmp_path, monkeypatch):
    def refuses(*_args):
        raise OSError(5, "no")

    with monkeypatch.context() as patched:
        patched.setattr("attache.files._linked", refuses)
        with pytest.raises(NotWritten):
            give(vault, tmp_path / "c.vault")
    assert said(vault) == [(COPY, (None, "C")), (NO_COPY, ("C", None))]
    assert not [*tmp_path.glob("*.vault")]


def test_where_nothing_can_be_noted_no_letter_is_given(vault, tmp_path, monkeypatch):
    def full(*_args, **_more):
        raise NotWritten(problem("VLT004", reason="full"))

    monkeypatch.setattr(copying, "note", full)
    with pytest.raises(NotWritten):
        give(vault, tmp_path / "c.vault")
    assert said(vault) == []
    assert not [*tmp_path.glob("*.vault")]


@pytest.mark.parametrize("text", [b"", b"ATTACHE-COPYING C", b"\xff", b"ATTACHE-COPYING c 0 /x\n"])
def test_a_note_that_cannot_be_read_says_nothing(vault, text):
    environ = vault.access.environ
    copying.note(BEGUN, Copying("C", BEGUN, vault.path), environ)
    copying._note(BEGUN, environ).write_bytes(text)
    assert copying.noted(BEGUN, environ) is None


@pytest.mark.parametrize("name", ["c.vault", "dua kata.vault", "baris\nbaru.vault", "\udcff.vault"])
def test_what_was_noted_is_read_again(vault, tmp_path, name):
    begun = Copying("C", BEGUN, tmp_path / name)
    copying.note(BEGUN, begun, vault.access.environ)
    assert copying.noted(BEGUN, vault.access.environ) == begun
    copying.forget(BEGUN, vault.access.environ)
    assert copying.noted(BEGUN, vault.access.environ) is None
