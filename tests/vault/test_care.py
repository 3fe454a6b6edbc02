"""Officers, passphrases and the recovery code: who opens the vault, and who no longer does."""

from __future__ import annotations

import errno
import os
from hashlib import sha256

import pytest

from attache.problems import NotWritten, Refused, VaultDamaged, VaultLocked, problem
from attache.vault import Access, Vault, care, keys, system
from attache.vault.confirming import confirm, look
from attache.vault.journal import Journal
from attache.vault.vault import RECOVERED
from tests import opening
from tests.vault import officers
from tests.vault.conftest import AT, reopened

RINA, BUDI, DEWI = "Rina Contoh", "Budi Contoh", "Dewi Contoh"
BUDIS, DEWIS = "kata sandi Budi", "kata sandi Dewi"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    """A stretched passphrase costs nothing here; that it is stretched is tested with the keys."""

    def stretched(passphrase, kdf):
        return sha256(f"{kdf.salt} {passphrase}".encode()).digest()

    monkeypatch.setattr(keys, "stretched", stretched)


@pytest.fixture
def three(vault):
    """A vault that Rina has open, and Budi and Dewi can open too."""
    officers.add_officer(vault, BUDI, BUDIS)
    officers.add_officer(vault, DEWI, DEWIS)
    return vault


def elsewhere(vault, text, place="elsewhere"):
    """The vault as somebody finds it who types a passphrase, on another machine."""
    environ = {"ATTACHE_STATE": f"{vault.path}.{place}"}
    return Vault(vault.path, Access(environ, opening.NOW, ask=lambda _file: text))


def opens(vault, text):
    """Who is let in by a passphrase, or None."""
    try:
        return elsewhere(vault, text).officer
    except VaultLocked as locked:
        return None if locked.problems[0].code == "VLT009" else pytest.fail("locked otherwise")


def refused(act, *arguments):
    """The problem for which something is refused; the vault stays as it is."""
    vault = arguments[0]
    before = vault.path.read_bytes()
    with pytest.raises(Refused) as raised:
        act(*arguments)
    assert vault.path.read_bytes() == before
    (found,) = raised.value.problems
    assert found.field == "name"
    return found.code


def frames(vault):
    return vault.path.read_bytes()[vault.opened().start :]


def test_a_new_vault_is_opened_by_its_first_officer(vault):
    assert care.officers(vault) == [(RINA, True)]
    assert opens(vault, opening.PASSPHRASE) == RINA
    assert opens(vault, BUDIS) is None


def test_another_officer_has_a_passphrase_of_their_own(three):
    assert care.officers(three) == [(RINA, True), (BUDI, False), (DEWI, False)]
    assert care.officers(elsewhere(three, BUDIS)) == [(RINA, False), (BUDI, True), (DEWI, False)]
    found = [opens(three, text) for text in (opening.PASSPHRASE, BUDIS, DEWIS, "another")]
    assert found == [RINA, BUDI, DEWI, None]


def test_the_key_stays_for_another_officer_only(vault):
    """Whoever knows an old passphrase or code has the key of before, from an old backup."""
    data_keys, generations = [vault.opened().key], [vault.opened().header.generation]
    for act in (
        lambda: officers.add_officer(vault, BUDI, BUDIS),
        lambda: officers.change_passphrase(vault, BUDI, DEWIS),
        lambda: officers.new_recovery_code(vault),
        lambda: officers.remove_officer(vault, BUDI),
    ):
        act()
        data_keys.append(vault.opened().key)
        generations.append(vault.opened().header.generation)
    assert generations == [1, 2, 3, 4, 5]
    assert data_keys[0] == data_keys[1]
    assert len({*data_keys}) == 4


def test_an_officer_has_one_passphrase_only(three):
    assert refused(officers.add_officer, three, BUDI, "yet another") == "VLT025"


@pytest.mark.parametrize("name", ["budi contoh", "Budi  Contoh", "BudiContoh", " Budi Contoh"])
def test_no_two_officers_differ_in_capitals_and_spaces_only(three, name):
    assert refused(officers.add_officer, three, name, "yet another") == "VLT078"


@pytest.mark.parametrize("name", ["recovery code", "Recovery  Code", "kode pemulihan"])
def test_no_officer_is_called_as_the_recovery_code(three, name):
    assert refused(officers.add_officer, three, name, "yet another") == "VLT088"


def test_what_an_officer_does_is_signed_with_their_name(three, siti, budi):
    for text in (BUDIS, opening.PASSPHRASE, DEWIS):
        with elsewhere(three, text).work("person add", AT) as work:
            work.add("person", siti)
    with elsewhere(three, BUDIS).work("person edit", AT) as work:
        work.change(work.get("P2"), budi)
    view = three.view()
    stamps = [k.stamp for k in view.every("person")]
    assert [s.recorded_by for s in stamps] == [BUDI, RINA, DEWI]
    assert [s.changed_by for s in stamps] == [None, BUDI, None]
    assert [line.by for line in view.log()] == [RINA, RINA, RINA, BUDI, RINA, DEWI, BUDI]


def test_no_name_or_passphrase_stands_in_the_file(three):
    content = three.path.read_bytes()
    for secret in (RINA, BUDI, DEWI, "Contoh", opening.PASSPHRASE, BUDIS, DEWIS, "recovery code"):
        assert secret.encode() not in content
        assert secret.encode().hex().encode() not in content


def test_whom_it_was_taken_from_opens_nothing(three, siti):
    with three.work("person add", AT) as work:
        person = work.add("person", siti)
    officers.remove_officer(three, BUDI)
    found = [opens(three, text) for text in (opening.PASSPHRASE, BUDIS, DEWIS)]
    assert found == [RINA, None, DEWI]
    assert care.officers(three) == [(RINA, True), (DEWI, False)]
    assert three.view().get("P1") == reopened(three).view().get("P1") == person


def test_nor_with_the_key_that_they_had(three):
    """Whoever was let in once may have kept the data key, or a session that is open."""
    budi, old = elsewhere(three, BUDIS), three.opened().key
    assert budi.stay_open(opening.HOUR) == "memory"
    officers.remove_officer(three, BUDI)
    assert three.opened().key != old
    with pytest.raises(VaultDamaged):
        Journal(three.path, old)
    again = Vault(three.path, Access(budi.access.environ, opening.NOW))
    with pytest.raises(VaultLocked) as raised:
        again.view()
    assert [p.code for p in raised.value.problems] == ["VLT010"]
    assert again.access.held(three.header().file) is None


def test_the_names_of_the_others_are_read_under_the_new_key(three):
    officers.remove_officer(three, DEWI)
    officers.remove_officer(three, BUDI)
    assert care.officers(three) == [(RINA, True)]
    assert three.opened().header.generation == 5


def test_a_name_that_is_nobodys_is_refused(three):
    for name in ("Nobody", "", RINA.lower(), RECOVERED):
        assert refused(officers.remove_officer, three, name) == "VLT026"
        assert refused(officers.change_passphrase, three, name, "yet another") == "VLT026"


def test_nobody_takes_away_their_own(three):
    assert refused(officers.remove_officer, three, RINA) == "VLT027"
    assert refused(officers.remove_officer, elsewhere(three, BUDIS), BUDI) == "VLT027"


def test_a_full_disk_takes_nobody_away_by_half(three, monkeypatch):
    """Else the officer would be gone, and the key that they had still the one."""
    replace, calls = system.replace, list[object]()

    def refuse(path, chunks):
        if calls:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        calls.append(path)
        replace(path, chunks)

    with monkeypatch.context() as broken:
        broken.setattr(system, "replace", refuse)
        officers.remove_officer(three, BUDI)
        before = three.path.read_bytes()
        with pytest.raises(NotWritten):
            officers.remove_officer(three, DEWI)
    assert three.path.read_bytes() == before
    assert [opens(three, text) for text in (BUDIS, DEWIS)] == [None, DEWI]
    officers.remove_officer(three, DEWI)
    assert opens(three, DEWIS) is None
    assert three.opened().header.generation == 5


@pytest.mark.parametrize("by", [opening.PASSPHRASE, BUDIS, DEWIS])
def test_a_passphrase_is_changed_by_anybody_who_opened_the_vault(three, by):
    officers.change_passphrase(elsewhere(three, by), BUDI, "yang lain sama sekali")
    assert (opens(three, BUDIS), opens(three, "yang lain sama sekali")) == (None, BUDI)
    assert opens(three, opening.PASSPHRASE) == RINA
    assert [o.name for o in care.officers(elsewhere(three, DEWIS))] == [RINA, BUDI, DEWI]


def test_the_recovery_code_opens_and_is_signed_as_such(vault, siti):
    code = officers.new_recovery_code(vault)
    found = elsewhere(vault, code.lower().replace("-", " "))
    assert care.officers(found) == [(RINA, False)]
    with found.work("person add", AT) as work:
        assert work.add("person", siti).stamp.recorded_by == RECOVERED
    officers.change_passphrase(found, RINA, "yang lain sama sekali")
    assert opens(vault, "yang lain sama sekali") == RINA


def test_an_old_recovery_code_opens_nothing(vault):
    first, second = officers.new_recovery_code(vault), officers.new_recovery_code(vault)
    assert first != second
    assert (opens(vault, first), opens(vault, second)) == (None, RECOVERED)
    assert opens(vault, opening.PASSPHRASE) == RINA


def test_who_is_removed_may_have_seen_the_recovery_code(three):
    old = officers.new_recovery_code(three)
    new = officers.remove_officer(three, BUDI)
    assert (opens(three, old), opens(three, new)) == (None, RECOVERED)


def test_the_recovery_code_outlives_a_new_data_key(three):
    code = officers.new_recovery_code(three)
    officers.rekey(three)
    assert opens(three, code) == RECOVERED


def act_on(vault, what):
    """Something that makes keys or slots anew, while the vault is open."""
    if what == "own passphrase":
        officers.change_passphrase(vault, RINA, "yang lain sama sekali")
    elif what == "recovery code":
        officers.new_recovery_code(vault)
    elif what == "officer":
        officers.remove_officer(vault, BUDI)
    elif what == "compaction":
        vault.renew()
    else:
        officers.rekey(vault)


ACTS = ("own passphrase", "recovery code", "officer", "compaction", "key")


@pytest.mark.parametrize("what", ACTS)
def test_an_open_session_stays_open(three, siti, what):
    act_on(three, what)
    for found in (three, reopened(three)):
        with found.work("person add", AT) as work:
            assert work.add("person", siti).stamp.recorded_by == RINA
    session = three.access.held(three.header().file)
    assert session
    assert session.until == opening.NOW.timestamp() + opening.HOUR


@pytest.mark.parametrize("what", ACTS)
def test_a_session_that_was_closed_stays_closed(three, what):
    three.access.forget(three.header().file)
    act_on(three, what)
    assert three.access.held(three.header().file) is None


def test_another_process_that_has_it_open_goes_on_under_the_same_key(three, siti):
    other = elsewhere(three, DEWIS)
    before = other.view()
    act_on(three, "compaction")
    with other.work("person add", AT) as work:
        assert work.add("person", siti).stamp.recorded_by == DEWI
    assert list(before.every("person")) == []
    assert len(list(three.view().every("person"))) == 1


@pytest.mark.parametrize("what", ["own passphrase", "recovery code", "officer", "key"])
def test_another_process_writes_under_no_key_that_is_over(three, what):
    other = elsewhere(three, DEWIS)
    other.view()
    act_on(three, what)
    with pytest.raises(VaultLocked) as raised, other.work("person add", AT):
        pytest.fail("under which key?")
    assert [p.code for p in raised.value.problems] == ["VLT042"]


@pytest.mark.parametrize("what", ["recovery code", "officer", "key"])
def test_another_process_reads_on_under_a_new_data_key(three, siti, what):
    """By the session, which has that key too."""
    other = reopened(three)
    before = other.view()
    act_on(three, what)
    with three.work("person add", AT) as work:
        person = work.add("person", siti)
    assert list(before.every("person")) == []
    assert list(other.view().every("person")) == [person]


@pytest.mark.parametrize("session", [True, False])
def test_whose_passphrase_was_changed_by_another_gives_it_again(three, siti, session):
    """Their slot is another one: what they did would be signed with no name."""
    budi = elsewhere(three, BUDIS)
    assert budi.officer == BUDI
    if session:
        budi.stay_open(opening.HOUR)
    officers.change_passphrase(three, BUDI, "yang lain sama sekali")
    found = Vault(three.path, Access(budi.access.environ, opening.NOW)) if session else budi
    with pytest.raises(VaultLocked) as raised, found.work("person add", AT):
        pytest.fail("who is it?")
    assert [p.code for p in raised.value.problems] == ["VLT010" if session else "VLT042"]
    assert opens(three, "yang lain sama sekali") == BUDI


def told(act):
    """The codes of what an act is refused for; none where it is done."""
    try:
        act()
    except VaultLocked as locked:
        return [p.code for p in locked.problems]
    return []


def unreadable(_journal):
    raise VaultLocked(problem("VLT006", reason=os.strerror(errno.EIO)))


def test_what_is_noted_is_of_the_journal_that_stored_it(three, monkeypatch):
    """Not of another one, which was opened while the first could not be read for a moment."""
    three.stay_open(opening.HOUR)
    with three.work("vault rekey", AT) as work:
        with monkeypatch.context() as patched:
            patched.setattr(Journal, "follow", unreadable)
            three.view()
        work.renew_key(shuts_out=False)
    assert reopened(three).officer == RINA


@pytest.mark.parametrize("at", range(1, 5))
def test_a_file_that_cannot_be_read_is_not_told_as_one_with_a_new_key(three, monkeypatch, at):
    other, read, times = elsewhere(three, DEWIS), system.read, iter(range(1, 100))
    other.view()
    act_on(three, "compaction")

    def refused_once(*asked):
        if next(times) == at:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return read(*asked)

    monkeypatch.setattr(system, "read", refused_once)
    assert told(other.opened) in ([], ["VLT006"])


def old_bytes(vault):
    """The file as it was before a secret of it was changed, and its header."""
    content = vault.path.read_bytes()
    return content, content[: vault.opened().start]


SECRETS = ("own passphrase", "recovery code", "officer")


@pytest.mark.parametrize("what", SECRETS)
def test_the_old_header_over_the_new_frames_opens_with_no_secret(three, what):
    """Also where nothing is known of the file: the frames are under another key, and fit no other
    header."""
    code = officers.new_recovery_code(three)
    _content, head = old_bytes(three)
    act_on(three, what)
    three.path.write_bytes(head + frames(three))
    for text in (opening.PASSPHRASE, BUDIS, DEWIS, code):
        with pytest.raises(VaultDamaged):
            elsewhere(three, text, "never seen").view()
    with pytest.raises(VaultDamaged) as raised:
        reopened(three).view()
    assert [p.code for p in raised.value.problems] == ["VLT012"]


@pytest.mark.parametrize("what", SECRETS)
def test_the_key_of_an_old_backup_does_not_read_what_came_later(three, siti, what):
    content, _head = old_bytes(three)
    act_on(three, what)
    with three.work("person add", AT) as work:
        work.add("person", siti)
    now = three.path.read_bytes()
    three.path.write_bytes(content)
    old = elsewhere(three, BUDIS, "never seen").opened().key
    three.path.write_bytes(now)
    with pytest.raises(VaultDamaged):
        Journal(three.path, old)


def test_a_change_on_another_machine_is_refused_until_an_officer_knows_of_it(three, siti):
    there = elsewhere(three, DEWIS)
    with there.work("person add", AT) as work:
        work.add("person", siti)
    assert len([*reopened(three).view().every("person")]) == 1  # that is no change of keys
    there.renew()
    before = three.path.read_bytes()
    for found in (three, reopened(three), three):
        with pytest.raises(VaultDamaged) as raised:
            found.view()
        assert [p.code for p in raised.value.problems] == ["VLT053"]
        with pytest.raises(VaultDamaged), found.work("person add", AT):
            pytest.fail("whose is it?")
    assert three.path.read_bytes() == before
    confirm(three, look(three))
    assert len([*three.view().every("person")]) == 1
    assert len([*reopened(three).view().every("person")]) == 1


def test_a_kill_between_the_new_file_and_its_note_changes_nothing(three, siti, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(Vault, "acknowledge", lambda _vault: None)
        act_on(three, "own passphrase")
    found = reopened(three)
    with found.work("person add", AT) as work:
        work.add("person", siti)
    assert len([*reopened(three).view().every("person")]) == 1


def test_and_so_does_one_right_before_the_new_file(three, monkeypatch):
    before = three.path.read_bytes()

    def refuse(_path, _chunks):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(system, "replace", refuse)
        for _time in range(2):
            with pytest.raises(NotWritten):
                act_on(three, "own passphrase")
    assert three.path.read_bytes() == before
    assert [o.name for o in care.officers(reopened(three))] == [RINA, BUDI, DEWI]


def test_where_it_cannot_be_noted_which_header_comes_none_does(three, monkeypatch):
    """Else this machine would not know its own file again."""

    def refuse(_path, _content, **_how):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    before = three.path.read_bytes()
    monkeypatch.setattr(system, "write_private", refuse)
    with pytest.raises(NotWritten):
        act_on(three, "own passphrase")
    assert three.path.read_bytes() == before


def test_a_damaged_copy_of_the_header_is_told_and_mended_by_who_writes(three, siti):
    content = bytearray(three.path.read_bytes())
    content[100] ^= 0xFF
    three.path.write_bytes(content)
    found = reopened(three)
    found.view()
    assert [p.code for p in found.notices] == ["VLT054"]
    with found.work("person add", AT) as work:
        work.add("person", siti)
    again = reopened(three)
    assert len([*again.view().every("person")]) == 1
    assert again.notices == []
