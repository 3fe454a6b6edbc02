"""`attache vault`: opening and closing, officers, care; what a script and an officer see."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from attache.cli.main import run
from attache.problems import NotWritten
from attache.vault import journal, passphrases, system
from attache.vault.vault import RECOVERED
from tests import opening

POST = ("init", "--post", "PNH", "--country", "KHM", "--officer", "Rina Contoh")
SAID = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}
OTHER = "tujuh delapan sembilan sepuluh"


@pytest.fixture
def locked(cli):
    """The vault with neither an open session nor a passphrase for a script."""
    cli("vault", "lock")
    del cli.environ["ATTACHE_PASSPHRASE_FILE"]
    return cli


@pytest.fixture
def new(cli, tmp_path):
    """A file with another passphrase, as the environment names it."""
    file = tmp_path / "new"
    file.touch(mode=0o600)
    file.write_text(OTHER)
    return {"ATTACHE_NEW_PASSPHRASE_FILE": str(file)}


def piped(text):
    """A file descriptor from which a text can be read."""
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    return reading


def test_its_code_may_be_thrown_away_by_whoever_has_a_passphrase(bare):
    """As scripts do; where the passphrase was made too, that would lock everybody out."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        assert run(["--no-input", *POST], bare.environ) == 0
        bare.environ["ATTACHE_VAULT"] += ".other"
        del bare.environ["ATTACHE_PASSPHRASE_FILE"]
        assert run(["--no-input", *POST], bare.environ) == NotWritten.exit_code


def test_a_new_vault_shows_its_recovery_code_once_and_stays_open(bare):
    del bare.environ["ATTACHE_PASSPHRASE_FILE"]
    data = bare.json(*POST).data
    assert len(data["recovery_code"].split("-")) == 8
    assert len(data["passphrase"].split()) == 6
    assert data["open"] is True
    assert bare.json("consult", "list").data["total"] == 0
    assert data["recovery_code"].encode() not in bare.vault.read_bytes()


def test_a_script_s_passphrase_is_taken_and_not_repeated(bare):
    data = bare.json(*POST).data
    assert data["passphrase"] is None
    assert opening.PASSPHRASE not in bare("vault", "status").out


def test_a_new_vault_of_which_nothing_can_be_noted_says_what_is_not_guarded(bare):
    state = Path(bare.environ["ATTACHE_STATE"])
    state.write_text("in the way")
    assert bare.json(*POST).problems == [("VLT017", None), ("VLT022", None)]
    assert bare.json("consult", "list").problems == [("VLT017", None)]


def test_a_passphrase_that_is_too_short_makes_no_vault(bare):
    opening.secret(bare.vault).write_text("pendek")
    ran = bare.json(*POST)
    assert (ran.code, ran.problems) == (3, [("VLT019", "passphrase")])
    assert not bare.vault.exists()


def test_a_vault_in_a_shared_folder_must_be_meant(bare):
    bare.vault = bare.vault.parent / "Dropbox" / "post.vault"
    bare.environ["ATTACHE_VAULT"] = str(bare.vault)
    ran = bare.json(*POST)
    assert (ran.code, ran.problems) == (3, [("VLT016", None)])
    assert not bare.vault.parent.exists()
    assert bare.json(*POST, "--shared-folder").code == 0


def test_a_locked_vault_says_so_and_unlocks(locked):
    for words in (["consult", "list"], ["person", "show", "P1"]):
        ran = locked.json(*words)
        assert (ran.code, ran.problems) == (12, [("VLT010", None)])
    handle = piped(opening.PASSPHRASE)
    data = locked.json("--passphrase-fd", handle, "vault", "unlock", "--for", "2h").data
    assert (data["open"], data["officer"]) == (True, "Rina Contoh")
    assert data["until"].startswith("2026-10-01T05:00:00")
    assert locked.json("consult", "list").code == 0
    assert locked.json("vault", "lock").data["open"] is False
    assert locked.json("consult", "list").code == 12
    assert locked.json("vault", "status").data["officer"] is None


@pytest.mark.parametrize("given", ["file", "command", "fd"])
def test_a_script_has_the_passphrase_where_it_likes(locked, given):
    secret = opening.secret(locked.vault)
    ways = {
        "file": ((), {"ATTACHE_PASSPHRASE_FILE": str(secret)}),
        "command": ((), {"ATTACHE_PASSPHRASE_COMMAND": f"cat '{secret}'"}),
        "fd": (("--passphrase-fd", piped(opening.PASSPHRASE)), {}),
    }
    words, environ = ways[given]
    assert locked.json(*words, "consult", "list", **environ).data["total"] == 0


def test_an_open_vault_stays_open_where_the_passphrase_is_wrong(cli):
    del cli.environ["ATTACHE_PASSPHRASE_FILE"]
    for words in ((), ("--passphrase-fd", piped("salah salah salah"))):
        assert cli.json(*words, "vault", "unlock", "--for", "2h").code == 12
        assert cli.json("vault", "status").data["open"] is True
        assert cli.json("consult", "list").code == 0


def test_a_wrong_passphrase_is_told(locked):
    ran = locked.json("--passphrase-fd", 10**12, "consult", "list")
    assert (ran.code, ran.problems) == (12, [("VLT021", None)])
    ran = locked.json("--passphrase-fd", piped("salah salah salah"), "consult", "list")
    assert (ran.code, ran.problems) == (12, [("VLT009", None)])


def test_an_officer_is_asked_and_what_is_typed_is_not_shown(locked, terminal, monkeypatch):
    asked = []

    def typed(question, **_more):
        asked.append(question)
        return opening.PASSPHRASE

    monkeypatch.setattr("getpass.getpass", typed)
    ran = terminal("person", "show", "P1")
    assert ran.code == 0
    assert asked == ["Passphrase: "]
    assert opening.PASSPHRASE not in ran.out + ran.err


@pytest.mark.parametrize("time", ["", "0m", "25h", "soon"])
def test_an_absurd_time_opens_nothing(cli, time):
    ran = cli.json("vault", "unlock", "--for", time)
    assert (ran.code, ran.problems) == (3, [("VLT023", "for")])


def test_each_officer_has_a_passphrase_and_signs(locked, new):
    first = ("--passphrase-fd", piped(opening.PASSPHRASE))
    assert locked.json(*first, "vault", "officers", "add", "Agus Baru", **new).data == {
        "officer": "Agus Baru",
        "passphrase": None,
    }
    second = ("--passphrase-fd", piped(OTHER))
    ran = locked.json(*second, "consult", "log", "--from", "-", stdin=SAID)
    ref = ran.data["ref"]
    shown = locked.json("--passphrase-fd", piped(OTHER), "consult", "show", ref).data
    assert shown["recorded_by"] == "Agus Baru"
    listed = locked.json("--passphrase-fd", piped(OTHER), "vault", "officers", "list").data
    assert [(o["name"], o["own"]) for o in listed["items"]] == [
        ("Rina Contoh", False),
        ("Agus Baru", True),
    ]


def test_a_removed_officer_opens_nothing(cli, new):
    cli.json("vault", "officers", "add", "Agus Baru", **new)
    assert cli.json("vault", "officers", "remove", "Agus Baru").code == 0
    assert cli.json("consult", "list").code == 0  # the open session goes on with the new key
    cli("vault", "lock")
    ran = cli.json("--passphrase-fd", piped(OTHER), "consult", "list")
    assert ran.problems == [("VLT009", None)]


def test_the_log_tells_whose_way_into_the_vault_was_changed(cli, new):
    for words in (("officers", "add", "Agus Baru"), ("passphrase", "--officer", "Agus Baru")):
        assert cli.json("vault", *words, **new).code == 0
    cli.json("vault", "passphrase", "--recovery-code")
    cli.json("vault", "officers", "remove", "Agus Baru")
    shown = cli("log").out
    for said in (
        "officer added: Officer: – → Agus Baru",
        "passphrase changed: Officer: – → Agus Baru",
        "officer removed: Officer: Agus Baru → –",
    ):
        assert said in shown
    changes = [c for item in cli.json("log").data["items"] for c in item["changes"]]
    slots = [c["fields"]["slot"] for c in changes if "slot" in c["fields"]]
    _its_code, removed, code, changed, added = slots
    assert (added[0], added[1]) == (None, changed[0])
    assert (changed[1], None) == (removed[0], removed[1])
    assert None not in code


def test_who_is_removed_is_no_officer_of_the_profile_any_more(cli, new):
    cli.json("vault", "officers", "add", "Agus Baru", **new)
    names = ["Rina Contoh", "Budi Contoh", "Agus Baru"]
    (added,) = (i for i in cli.json("log").data["items"] if i["command"] == "vault officers add")
    assert added["changes"][0]["fields"]["officers"][1] == names
    cli.json("vault", "officers", "remove", "Agus Baru")
    latest = cli.json("log").data["items"][0]
    assert latest["changes"][0]["fields"]["officers"] == [names, names[:2]]
    opening.secret(cli.vault).write_text(OTHER)
    assert cli.json("vault", "unlock").problems == [("VLT009", None)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("add", "Rina Contoh"), ("VLT025", "name")),
        (("remove", "Rina Contoh"), ("VLT027", "name")),
        (("remove", "Siapa"), ("VLT026", "name")),
        (("add", "7"), ("TXT003", "officers")),
    ],
)
def test_what_cannot_be_done_with_officers(cli, new, words, found):
    before = cli.vault.read_bytes()
    ran = cli.json("vault", "officers", *words, **new)
    assert (ran.code, ran.problems) == (3, [found])
    assert cli.vault.read_bytes() == before


def test_a_passphrase_is_changed_and_the_vault_stays_open(cli, new):
    assert cli.json("vault", "passphrase", **new).data["officer"] == "Rina Contoh"
    assert cli.json("consult", "list").code == 0
    cli("vault", "lock")
    assert cli.json("consult", "list").problems == [("VLT009", None)]
    assert cli.json("--passphrase-fd", piped(OTHER), "consult", "list").code == 0


def test_the_recovery_code_opens_the_vault_for_a_new_passphrase(cli, new):
    code = cli.json("vault", "passphrase", "--recovery-code").data["recovery_code"]
    cli("vault", "lock")
    typed = piped(code.lower().replace("-", " ").replace("0", "o"))
    ran = cli.json(
        "--passphrase-fd", typed, "vault", "passphrase", "--officer", "Rina Contoh", **new
    )
    assert ran.data["officer"] == "Rina Contoh"
    assert cli.json("--passphrase-fd", piped(OTHER), "consult", "list").code == 0
    signed = cli.json("--passphrase-fd", piped(code), "consult", "log", "--from", "-", stdin=SAID)
    shown = cli.json("--passphrase-fd", piped(OTHER), "consult", "show", signed.data["ref"])
    assert shown.data["recorded_by"] == RECOVERED


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_recovery_code_asks_whose_passphrase_before_one_is_chosen(cli, lang, monkeypatch):
    code = cli.json("vault", "passphrase", "--recovery-code").data["recovery_code"]
    cli("vault", "lock")
    monkeypatch.setattr("attache.cli.vault.chosen", lambda **_more: pytest.fail("was asked"))
    words = ("vault", "passphrase")
    ran = cli.json("--passphrase-fd", piped(code), *words)
    assert (ran.code, ran.problems) == (3, [("VLT077", "officer")])
    assert "--officer" in cli("--lang", lang, "--passphrase-fd", piped(code), *words).err


def test_six_words_are_offered_and_taken_by_enter(terminal, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda _q, **_more: "")
    monkeypatch.setattr("attache.cli.secrets.generated", lambda: OTHER)
    ran = terminal("vault", "passphrase")
    assert (ran.code, OTHER in ran.out) == (0, True)


@pytest.mark.parametrize("words", [("vault", "passphrase"), ("vault", "officers", "add", "Agus")])
def test_what_was_made_is_shown_first_and_known_before_the_rest(cli, monkeypatch, words):
    """A script reads one object; what is stored may only be what was printed."""
    written, stdout = [], io.StringIO()

    def replaced(path, chunks, replace=system.replace):
        written.append(stdout.getvalue())
        replace(path, chunks)

    with monkeypatch.context() as watched:
        watched.setattr(sys, "stdout", stdout)
        watched.setattr(system, "replace", replaced)
        assert run(["--json", "--no-input", *words], cli.environ) == 0
        told = json.loads(stdout.getvalue())
    assert told["status"] == "ok"
    assert told["data"]["officer"]
    assert told["data"]["passphrase"] in written[0]
    assert '"status"' not in written[0]


def test_a_typed_passphrase_is_typed_twice(terminal, monkeypatch):
    typed = iter(["satu dua tiga empat", "satu dua tiga lima"])
    monkeypatch.setattr("getpass.getpass", lambda _q, **_more: next(typed))
    ran = terminal("vault", "passphrase")
    assert (ran.code, "[VLT024]" in ran.err) == (3, True)


def test_a_compacted_vault_is_smaller_and_the_same(cli):
    ref = cli.record("consult", "log", **SAID)
    for number in range(5):
        cli.record("consult", "edit", ref, summary=f"Contoh {number}, kata demi kata")
    before = cli.json("consult", "list").data
    sizes = cli.json("vault", "compact").data
    assert sizes["after"] == cli.vault.stat().st_size < sizes["before"]
    assert cli.json("consult", "list").data == before


def test_a_check_names_what_it_found_and_ends_in_13_where_that_is_serious(cli):
    sound = cli.json("vault", "check", "--read-data")
    assert (sound.data["failed"], sound.problems) == (False, [])
    content = bytearray(cli.vault.read_bytes())
    content[-200] ^= 1
    cli.vault.write_bytes(content)
    ran = cli.json("vault", "check")
    assert (ran.code, ran.problems) == (13, [("VLT035", None)])
    assert "✗ checksums" in cli("vault", "check").out


def test_a_backup_prints_its_anchor_and_comes_back(cli, tmp_path):
    made = cli.json("vault", "backup", tmp_path / "usb.vault").data
    assert made["anchor"].startswith("ATTACHE-ANCHOR ")
    cli.record("person", "add", name="Agus Baru")
    ran = cli.json("vault", "restore", made["file"])
    assert (ran.code, ran.problems) == (3, [("VLT032", None)])
    back = cli.json("--yes", "vault", "restore", made["file"], "--anchor", made["anchor"]).data
    assert cli.json("person", "list").data["total"] == 3
    assert ".before-restore-20261001T030000Z" in back["kept"]
    assert cli.json("vault", "merge", back["kept"]).data["added"] == 1
    assert cli.json("person", "list").data["total"] == 4


@pytest.mark.parametrize(
    ("lang", "since", "another"),
    [
        ("en", "attache vault merge brings them back", "with --another-key"),
        ("id", "attache vault merge membawanya kembali", "dengan --another-key"),
    ],
)
def test_a_restore_advises_a_merge_only_where_that_brings_something(
    cli, tmp_path, new, lang, since, another
):
    made = cli.json("vault", "backup", tmp_path / "usb.vault").data["file"]
    restore = ("--lang", lang, "--yes", "vault", "restore", made)
    idle = cli(*restore).out
    assert ".before-restore-" in idle
    assert since not in idle
    cli.record("person", "add", name="Agus Baru")
    assert since in cli(*restore).out
    assert since not in cli(*restore).out  # the line is set aside already
    cli.record("person", "add", name="Budi Baru")
    content = bytearray(cli.vault.read_bytes())
    content[-200] ^= 1
    cli.vault.write_bytes(content)
    assert since not in cli(*restore).out  # a merge refuses what is damaged
    cli.json("vault", "passphrase", **new)
    cli("vault", "lock")
    told = cli(*restore, "--another-key").out  # the script has the passphrase of before
    assert another in " ".join(told.split())
    assert since not in told


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "This file is not there."), ("id", "Berkas ini tidak ada.")]
)
@pytest.mark.parametrize(("verb", "field"), [("restore", "src"), ("merge", "file")])
def test_a_file_that_is_not_there_is_no_missing_vault(cli, tmp_path, verb, field, lang, told):
    before = cli.vault.read_bytes()
    words = ("--lang", lang, "--yes", "vault", verb)
    ran = cli.json(*words, tmp_path / "nowhere.vault")
    assert (ran.code, ran.problems) == (3, [("FIL003", field)])
    ran = cli(*words, tmp_path / "nowhere.vault")
    assert told in ran.err
    assert "init" not in ran.err
    assert cli.json(*words, tmp_path).problems == [("FIL002", field)]
    assert cli.vault.read_bytes() == before


@pytest.mark.parametrize("lang", ["en", "id"])
def test_a_salvage_without_a_header_names_the_backup_that_has_one(cli, tmp_path, lang):
    made = cli.json("vault", "backup", tmp_path / "usb.vault").data["file"]
    cli.json("vault", "lock")
    content = cli.vault.read_bytes()
    start = journal.read_header(cli.vault).start
    out = tmp_path / "saved.vault"
    for wiped in (bytes(start), content[:16] + bytes(start - 16)):
        cli.vault.write_bytes(wiped + content[start:])
        ran = cli("--lang", lang, "vault", "salvage", out)
        assert ran.code == 13
        assert "VLT076" in ran.err
        assert "attache vault salvage OUT --backup OLD" in " ".join(ran.err.split())
        assert not out.exists()
    ran = cli.json("vault", "salvage", out, "--backup", tmp_path / "nowhere.vault")
    assert (ran.code, ran.problems) == (3, [("FIL003", "backup")])
    wrong = {"ATTACHE_COPY_PASSPHRASE_COMMAND": "echo sandi yang lain sama sekali"}
    ran = cli.json("vault", "salvage", out, "--backup", made, **wrong)
    assert (ran.code, ran.problems) == (12, [("VLT080", None)])
    assert cli.json("vault", "salvage", out, "--backup", made).data["lost"] == []


@pytest.mark.parametrize(("lang", "told"), [("en", "disk is full"), ("id", "Diska penuh")])
def test_a_backup_onto_a_full_disk_says_that_it_is_full(cli, tmp_path, monkeypatch, lang, told):
    def full(_descriptor, _content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("attache.files._fill", full)
    ran = cli("--lang", lang, "vault", "backup", tmp_path / "usb.vault")
    assert ran.code == NotWritten.exit_code
    assert told in ran.err
    assert not (tmp_path / "usb.vault").exists()


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "is an officer already"), ("id", "sudah menjadi petugas")]
)
def test_an_officer_of_a_like_name_is_refused(cli, new, lang, told):
    """Budi Contoh stands in the profile, and has no passphrase yet."""
    before = cli.vault.read_bytes()
    words = ("vault", "officers", "add", "budi  contoh")
    assert cli.json(*words, **new).problems == [("VLT078", "name")]
    assert f"Budi Contoh {told}" in cli("--lang", lang, *words, **new).err
    assert cli.vault.read_bytes() == before
    assert cli.json("vault", "officers", "add", "Budi Contoh", **new).code == 0


def test_erasing_asks_shows_and_does(cli):
    cli.record("consult", "log", **SAID, persons=["P1"])
    planned = cli.json("vault", "erase", "P1", "--dry-run").data
    assert (planned["stored"], planned["erased"]) == (False, ["PNH-A-P1"])
    asked = cli.json("vault", "erase", "P1", "--reason", "contoh")
    assert (asked.code, asked.problems) == (5, [("ERA002", None)])
    done = cli.json("--yes", "vault", "erase", "P1", "--reason", "contoh")
    assert (done.data["anonymised"], done.problems) == (["PNH-A-C1"], [("ERA003", None)])
    assert cli.json("person", "show", "P1").code == 4


def test_retention_goes_by_the_years_of_the_post(cli):
    assert cli.json("vault", "retention", "--dry-run").problems == [("ERA001", "years")]
    told = cli.json("vault", "retention", "--years", "5", "--dry-run").data
    assert (told["people"], told["stored"]) == ([], False)


def test_words_are_made_of_real_ones():
    words = passphrases.generated().split()
    assert len(words) == 6
    assert all(3 <= len(word) <= 8 for word in words)


RAHASIA = {"name": "Zulaikha Rahasia", "sex": "P", "nik": "3171015708950001"}
TOGETHER = {"topic": "labour", "channel": "walk-in", "advice": "Teman diarahkan ke loket"}


@pytest.fixture
def rahasia(cli):
    """Somebody with a consultation together with P1, whom another consultation of P1 names."""
    ref = cli.json("person", "add", "--new", "--from", "-", stdin=RAHASIA).data["ref"]
    cli.record("consult", "log", **TOGETHER, summary="Melapor bersama", persons=[ref, "P1"])
    said = "Siti menyebut Zulaikha Rahasia, NIK 3171 0157 0895 0001"
    cli.record("consult", "log", **TOGETHER, summary=said, persons=["P1"])
    return ref


@pytest.mark.parametrize("words", [("--dry-run",), ("--reason", "permintaan", "--yes")])
def test_erasing_tells_what_is_emptied_for_others_and_what_still_names_the_person(
    cli, rahasia, words
):
    told = cli.json("vault", "erase", rahasia, *words)
    assert told.data["emptied"] == [
        {"ref": "PNH-A-C1", "field": name, "also_about": ["PNH-A-P1"]}
        for name in ("summary", "advice")
    ]
    assert told.data["still_named"] == [
        {"ref": "PNH-A-C2", "field": "summary", "by": ["name", "nik"], "line": None}
    ]
    assert ("ERA005", None) in told.problems


@pytest.mark.parametrize("words", [("--dry-run",), ("--reason", "permintaan", "--yes")])
def test_what_erasing_tells_is_places_and_no_value(cli, rahasia, words):
    told = cli("vault", "erase", rahasia, *words)
    assert "PNH-A-C1, which is also about PNH-A-P1: Summary, Advice" in told.out
    assert "Still named in PNH-A-C2: Summary (name, NIK)" in told.out
    for secret in ("Rahasia", "Zulaikha", "0895", "bersama", "loket"):
        assert secret not in told.out + told.err


def test_a_reason_that_names_the_person_is_refused_before_anybody_is_asked(cli, rahasia, terminal):
    told = terminal("vault", "erase", rahasia, "--reason", "permintaan Rahasia Zulaikha")
    assert (told.code, terminal.asked) == (3, [])
    assert "ERA004" in told.err


def test_whoever_is_asked_has_seen_what_is_emptied_and_what_stays(cli, rahasia, terminal):
    before = cli.vault.read_bytes()
    told = terminal("vault", "erase", rahasia, "--reason", "contoh", answers={"for good": "n"})
    assert told.code == 5
    for said in ("Emptied in PNH-A-C1", "Still named in PNH-A-C2: Summary (name, NIK)"):
        assert said in told.out + told.err
    assert cli.vault.read_bytes() == before


@pytest.fixture
def elsewhere(cli):
    """The vault was given other keys on another machine."""
    environ = {**cli.environ, "ATTACHE_STATE": f"{cli.vault}.there"}
    opening.secret(cli.vault)
    assert cli.json("vault", "rekey", **environ).code == 0


def test_a_vault_whose_keys_were_changed_elsewhere_is_taken_on(cli, elsewhere):
    opening.secret(cli.vault)
    assert cli.json("consult", "list").problems == [("VLT053", None)]
    ran = cli.json("vault", "confirm")
    assert (ran.code, ran.problems) == (3, [("VLT059", None)])
    assert ran.json["data"]["officers"] == ["Rina Contoh"]
    shown = cli("vault", "confirm")
    assert (shown.code, "Officers: Rina Contoh" in shown.err) == (3, True)
    assert "vault rekey" in shown.err
    assert ran.json["data"]["last"]["command"] == "vault rekey"
    line = ran.json["data"]["anchor"]
    for wrong, code in (("garbage", "VLT033"), (line.replace(" 2 ", " 3 "), "VLT057")):
        assert cli.json("vault", "confirm", "--anchor", wrong).problems == [(code, "anchor")]
    assert cli.json("vault", "confirm", "--anchor", line).code == 0
    assert cli.json("consult", "list").code == 0
    assert cli.json("vault", "status").data["anchor"] == line


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 130)])
def test_at_a_terminal_it_is_asked_whether_that_is_known(cli, elsewhere, terminal, answer, code):
    opening.secret(cli.vault)
    ran = terminal("vault", "confirm", answers={"who changed the keys": answer})
    assert ran.code == code
    assert "Rina Contoh" in ran.err
    assert "another one than was known here" in ran.err


@pytest.fixture
def new_copy(cli, tmp_path):
    """Somebody has put another laptop's copy in the place of the vault."""
    cli.json("vault", "copy", tmp_path / "b.vault", "--seat", "B", "--shared-folder")
    opening.secret(cli.vault)
    cli.vault.write_bytes((tmp_path / "b.vault").read_bytes())


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 130)])
def test_a_new_copy_in_the_vaults_place_is_asked_about(cli, new_copy, terminal, answer, code):
    assert cli.json("consult", "list").problems == [("VLT083", None)]
    ran = terminal("vault", "confirm", answers={"who put this file here": answer})
    assert ran.code == code
    assert "another file than the one that was here" in ran.err
    assert "Its key" not in ran.err
    assert cli.json("consult", "list").problems == ([] if code == 0 else [("VLT083", None)])


def test_who_opens_the_vault_again_is_said_where_it_is_gone(cli, tmp_path, new):
    made = cli.json("vault", "backup", tmp_path / "usb.vault").data["file"]
    assert cli.json("vault", "passphrase", **new).code == 0
    cli.vault.unlink()
    opening.secret(cli.vault)
    ran = cli("--yes", "vault", "restore", made, "--another-key")
    assert "It opens to: Rina Contoh, since 2026-" in ran.out
    assert "VLT082" in ran.err


def test_another_key_is_given_and_logged(cli):
    cli.json("vault", "rekey")
    assert cli.json("consult", "list").code == 0
    assert "key changed" in cli("log").out
