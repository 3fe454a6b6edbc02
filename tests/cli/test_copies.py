"""Two laptops at the command line: copy, merge, conflicts, resolve."""

from __future__ import annotations

import pytest

from attache.cli.agreeing import lines_of_missing, options
from attache.cli.changes import HIDDEN
from attache.desk.brought import Agreed, Brought, Erasure
from attache.vault.vault import Vault
from tests import opening
from tests.cli.running import check_envelope

SAID = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}


@pytest.fixture
def other(cli, tmp_path):
    """The environment of the other laptop, whose seat is B."""
    path = tmp_path / "b" / "post.vault"
    assert cli.json("vault", "copy", path, "--seat", "b").data["seat"] == "B"
    return {
        "ATTACHE_VAULT": str(path),
        "ATTACHE_STATE": f"{path}.state",
        "ATTACHE_PASSPHRASE_FILE": str(opening.secret(path)),
    }


@pytest.fixture
def clash(cli, other):
    """Both laptops after each has given P1 another birth place; the one of B is the later."""
    cli.json("person", "edit", "P1", "--birth-place", "Bogor")
    there = ("person", "edit", "PNH-A-P1", "--birth-place", "Depok")
    assert cli.json(*there, **other).code == 0
    return cli.json("vault", "merge", other["ATTACHE_VAULT"])


def test_what_the_other_laptop_recorded_comes_in_under_its_own_ref(cli, other):
    assert cli.json("consult", "log", "--from", "-", stdin=SAID, **other).data["ref"] == "PNH-B-C1"
    told = cli.json("vault", "merge", other["ATTACHE_VAULT"])
    check_envelope(told, "vault merge", "ok")
    lists = (
        "erased",
        "without",
        "emptied",
        "stand_again",
        "still_named",
        "sent",
        "as_there",
        "withdrawn",
        "replaced",
        "protected",
        "signed_by",
        "own_lines",
        "doubtful",
        "ahead",
        "officers",
        "to_be_agreed",
    )
    nothing: dict[str, list[str]] = {
        name: [] for name in ("conflicts", "renumbered", "joined", *lists)
    }
    assert told.data == {"added": 1, "changed": 0, **nothing, "stored": True}
    assert cli.json("consult", "show", "PNH-B-C1").data["summary"] == "Contoh"
    assert cli.json("vault", "merge", other["ATTACHE_VAULT"]).data["stored"] is False


def test_in_a_pipe_the_ref_of_a_record_with_a_conflict_stays_a_ref(clash, piped):
    """A screen marks it; what cuts a column out of a pipe has the ref alone."""
    rows = [text.split("\t") for text in piped("person", "list").out.splitlines()]
    assert "PNH-A-P1" in [row[0] for row in rows]
    rows = [text.split("\t") for text in piped("exchange", "conflicts").out.splitlines()]
    (ref,) = clash.data["conflicts"]
    assert {tuple(row[:2]) for row in rows} == {(ref, "PNH-A-P1")}


def test_a_conflict_is_told_where_it_matters_until_it_is_resolved(cli, other, clash):
    (ref,) = clash.data["conflicts"]
    assert clash.problems == [("MRG008", None)]
    listed = cli.json("exchange", "conflicts").data
    assert [(c["ref"], c["about"], c["field"]) for c in listed["items"]] == [
        (ref, "PNH-A-P1", "birth_place")
    ]
    shown = cli.json("person", "show", "P1")
    assert (shown.data["conflicts"], shown.problems[-1]) == ([ref], ("MRG008", None))
    items = {p["ref"]: p for p in cli.json("person", "list").data["items"]}
    assert items["PNH-A-P1"]["conflicts"] == [ref]
    assert "P1 !" in cli("person", "list").out
    assert "Bogor" in cli("exchange", "conflicts").out
    assert cli.json("exchange", "resolve", ref, "--take", "A").data["ref"] == ref
    after = cli.json("person", "show", "P1").data
    assert (after["birth_place"], after["conflicts"]) == ("Bogor", [])
    assert cli.json("exchange", "conflicts").data["total"] == 0
    assert cli.json("exchange", "conflicts", "--all").data["total"] == 1


def test_all_conflicts_are_told_with_what_was_decided(clash, piped):
    """In a pipe and in JSON, an open one and a decided one do not look alike."""
    (ref,) = clash.data["conflicts"]

    def states():
        lines = piped("exchange", "conflicts", "--all").out.splitlines()
        items = piped.json("exchange", "conflicts", "--all").data["items"]
        told = [(c["state"], c["resolved"]) for c in items]
        return {text.split("\t")[3] for text in lines}, told

    assert states() == ({"open"}, [("open", None)])
    piped.json("exchange", "resolve", ref, "--take", "A")
    assert states() == ({"decided: A"}, [("decided", "A")])


def test_on_a_terminal_it_is_asked_which_conflict_and_which_side(clash, terminal):
    (ref,) = clash.data["conflicts"]
    ran = terminal("exchange", "resolve", answers={"REF": ref, "Which stands": ["", "7", "1"]})
    assert (ran.code, "Bogor" in ran.err) == (0, True)
    assert terminal.cli.json("exchange", "conflicts", "--all").data["items"][0]["resolved"] == "A"


def test_a_merged_vault_passes_every_check(cli, clash):
    assert cli.json("vault", "check", "--read-data").problems == []


def test_how_it_was_resolved_reaches_the_other_laptop(cli, other, clash):
    (ref,) = clash.data["conflicts"]
    cli.json("exchange", "resolve", ref, "--value", "Bekasi")
    assert cli.json("vault", "merge", cli.vault, **other).code == 0
    there = cli.json("person", "show", "PNH-A-P1", **other).data
    assert (there["birth_place"], there["conflicts"]) == ("Bekasi", [])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), ("MRG007", "take")),
        (("--take", "A", "--value", "x"), ("MRG007", "take")),
        (("--take", "Z"), ("MRG006", "take")),
        (("--value", "x" * 300), ("TXT002", "birth_place")),
    ],
)
def test_what_does_not_decide_it(cli, other, clash, words, found):
    before = cli.vault.read_bytes()
    ran = cli.json("exchange", "resolve", clash.data["conflicts"][0], *words)
    assert (ran.code, ran.problems) == (3, [found])
    assert cli.vault.read_bytes() == before


def test_a_conflict_is_resolved_once(cli, other, clash):
    (ref,) = clash.data["conflicts"]
    cli.json("exchange", "resolve", ref, "--take", "B")
    ran = cli.json("exchange", "resolve", ref, "--take", "A")
    assert (ran.code, ran.problems) == (3, [("MRG005", "ref")])
    assert cli.json("exchange", "resolve", "Q9", "--take", "A").code == 4


def test_an_undo_of_a_merge_does_not_say_that_a_decision_opens_the_way(cli, clash):
    """What copies say differently stays, before it is decided and after: the advice says both."""
    (ref,) = clash.data["conflicts"]
    lines = cli.json("log").data["items"]
    (line,) = [one["ref"] for one in lines if one["command"] == "vault merge"]
    (told,) = cli.json("undo", line, "--yes").json["problems"]
    assert told["code"] == "UND015"
    assert "now and once it is decided" in told["message"]
    assert f"attache exchange resolve {ref};" in told["fix"]
    cli.json("exchange", "resolve", ref, "--take", "A")
    assert cli.json("undo", line, "--yes").problems == [("UND022", None)]


@pytest.fixture
def whether_it_stands(cli, other):
    """The conflict of P1, whom this laptop has withdrawn and the other one has worked on."""
    cli.json("person", "withdraw", "P1", "--reason", "keliru", "--yes")
    cli.json("person", "edit", "PNH-A-P1", "--birth-place", "Depok", **other)
    (ref,) = cli.json("vault", "merge", other["ATTACHE_VAULT"]).data["conflicts"]
    return ref


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        (("--take", "A"), ("A", "Bogor")),
        (("--take", "B"), ("B", "Depok")),
        (("--value", "Cilegon"), ("other", "Cilegon")),
    ],
)
def test_a_decision_says_of_whom_and_what_it_decided(cli, clash, words, chosen):
    (ref,) = clash.data["conflicts"]
    name = cli.json("person", "show", "P1").data["name"]
    told = cli.json("exchange", "resolve", ref, *words).data
    assert (told["ref"], told["about"], told["name"]) == (ref, "PNH-A-P1", name)
    assert (told["field"], told["title"]) == ("birth_place", "Birth place")
    assert ((told["resolved"], told["value"]), told["withdrawn"]) == (chosen, False)


@pytest.mark.parametrize(("side", "stands"), [("ours", "Bogor"), ("theirs", "Depok")])
def test_a_side_may_be_called_ours_or_theirs(cli, clash, side, stands):
    (ref,) = clash.data["conflicts"]
    assert cli.json("exchange", "resolve", ref, "--take", side).data["value"] == stands


def test_a_decision_is_told_in_words(cli, clash):
    (ref,) = clash.data["conflicts"]
    name = cli.json("person", "show", "P1").data["name"]
    told = cli("exchange", "resolve", ref, "--take", "A").out
    assert all(word in told for word in ("P1", name, "Birth place: Bogor"))


@pytest.mark.parametrize(("side", "gone"), [("A", True), ("B", False)])
def test_a_decision_says_whom_it_withdraws(cli, whether_it_stands, side, gone):
    told = cli("exchange", "resolve", whether_it_stands, "--take", side).out
    assert ("is withdrawn." in told, "Withdrawn: stands" in told) == (gone, not gone)


@pytest.mark.parametrize("answer", ["y", "n"])
def test_on_a_terminal_nobody_is_withdrawn_before_it_is_asked(terminal, whether_it_stands, answer):
    name = terminal.cli.json("person", "show", "P1").data["name"]
    words = ("exchange", "resolve", whether_it_stands, "--take", "A")
    ran = terminal(*words, answers={"Withdraw P1 " + name: answer})
    assert ran.code == 0
    people = terminal.cli.json("person", "list").data["items"]
    assert ("PNH-A-P1" in [p["ref"] for p in people]) == (answer == "n")
    left = terminal.cli.json("exchange", "conflicts").data["total"]
    assert left == (1 if answer == "n" else 0)


def test_on_a_terminal_who_stands_for_good_is_not_asked_about(terminal, whether_it_stands):
    terminal("exchange", "resolve", whether_it_stands, "--take", "B")
    assert terminal.asked == []


def test_a_rehearsal_stores_nothing(cli, other):
    cli.json("consult", "log", "--from", "-", stdin=SAID, **other)
    before = cli.vault.read_bytes()
    told = cli.json("vault", "merge", other["ATTACHE_VAULT"], "--dry-run").data
    assert (told["added"], told["stored"]) == (1, False)
    assert cli.vault.read_bytes() == before


def test_a_copy_in_a_shared_folder_must_be_meant(cli, tmp_path):
    path = tmp_path / "Dropbox" / "b.vault"
    ran = cli.json("vault", "copy", path, "--seat", "B")
    assert (ran.code, ran.problems) == (3, [("VLT016", None)])
    assert cli.json("vault", "copy", path, "--seat", "B", "--shared-folder").code == 0


def test_the_copy_signs_with_the_officer_who_opened_it(cli, other):
    path = opening.secret(cli.vault).with_name("b") / "post.vault"
    assert Vault(path, opening.access(path)).officer == "Rina Contoh"


def test_a_merge_of_what_is_no_copy(cli, tmp_path):
    (tmp_path / "x.vault").write_bytes(b"garbage, and more of it, to be read as a header")
    assert cli.json("vault", "merge", tmp_path / "x.vault").code == 13
    assert cli.json("vault", "merge", tmp_path / "none.vault").code == 3


@pytest.fixture
def erased(cli, other):
    """Both laptops know P2, whom B has erased."""
    erase = ("vault", "erase", "PNH-A-P2", "--reason", "permintaan", "--yes")
    assert cli.json(*erase, **other).code == 0
    return other["ATTACHE_VAULT"]


def test_an_erasure_is_agreed_to_by_name(cli, erased):
    before = cli.vault.read_bytes()
    for agreed in ((), ("--yes",), ("--erase", "P1")):
        ran = cli.json("vault", "merge", erased, "--another-key", *agreed)
        assert (ran.code, ran.problems) == (5, [("MRG027", "erase")])
        assert [one["ref"] for one in ran.json["data"]["erased"]] == ["PNH-A-P2"]
    assert cli.vault.read_bytes() == before
    told = cli.json("vault", "merge", erased, "--another-key", "--erase", "p2").data
    assert [one["reason"] for one in told["erased"]] == ["permintaan"]
    assert cli.json("person", "show", "P2").code == 4
    assert cli.json("vault", "check", "--read-data").problems == []


def test_a_rehearsal_says_what_would_change_here(cli, erased):
    said = cli("vault", "merge", erased, "--dry-run").out
    assert "Erased on the other laptop: PNH-A-P2" in said
    assert "permintaan" in said


EMPTIED = {"en": "Emptied in PNH-A-C1: Summary", "id": "Dikosongkan di PNH-A-C1: Uraian"}


@pytest.mark.parametrize("language", EMPTIED)
def test_what_an_erasure_empties_here_is_said_before_and_after(cli, erased, terminal, language):
    """Only this laptop has the consultation: nobody can read its text again afterwards."""
    said = {**SAID, "persons": ["P2"]}
    assert cli.json("consult", "log", "--from", "-", stdin=said).data["ref"] == "PNH-A-C1"
    merge = ("vault", "merge", erased, "--another-key")
    words = ("--lang", language)
    emptied = [{"ref": "PNH-A-C1", "field": "summary", "also_about": []}]
    assert cli.json(*merge).json["data"]["emptied"] == emptied
    rehearsed = cli.json(*merge, "--erase", "P2", "--dry-run").data
    assert rehearsed["emptied"] == emptied
    assert EMPTIED[language] in cli(*words, *merge, "--dry-run").out
    ran = terminal(*words, *merge, answers={"PNH-A-P2": "n"})
    assert EMPTIED[language] in ran.err
    assert cli.json("consult", "show", "C1").data["summary"] == "Contoh"
    done = cli.json(*merge, "--erase", "P2").data
    assert {**done, "stored": False} == rehearsed
    assert (done["emptied"], done["without"]) == (emptied, ["PNH-A-C1"])
    assert cli.json("consult", "show", "C1").data["summary"] == "–"


def test_a_merge_says_what_erasing_here_would_have_said(cli, erased):
    said = {**SAID, "persons": ["P1", "P2"]}
    assert cli.json("consult", "log", "--from", "-", stdin=said).code == 0
    name = cli.json("person", "show", "P2").data["name"]
    assert cli.json("person", "edit", "P1", "--remarks", f"Teman {name}").code == 0
    here = cli.json("vault", "erase", "P2", "--dry-run").data
    there = cli.json("vault", "merge", erased, "--dry-run").data
    assert here["still_named"] != []
    assert there["without"] == here["anonymised"]
    for name in ("emptied", "stand_again", "still_named", "sent"):
        assert there[name] == here[name]


def test_a_copy_under_another_key_is_asked_about(cli, erased, terminal):
    """Whoever erases somebody changes the key; so does whoever was shut out here."""
    for words in ((), ("--yes",)):
        ran = cli.json(*words, "vault", "merge", erased, "--erase", "P2")
        assert (ran.code, ran.problems) == (5, [("MRG040", "file")])
    ran = terminal("--yes", "vault", "merge", erased, answers={"under another key": "n"})
    assert ran.code == 5
    assert cli.json("person", "show", "P2").code == 0


WANTED = {"en": "What the merge itself will want:", "id": "Yang akan diminta saat digabungkan:"}


@pytest.mark.parametrize("language", WANTED)
def test_a_rehearsal_says_what_the_merge_itself_will_want(cli, other, erased, language):
    """Whoever gives all of these options is asked nothing more."""
    there = ("person", "withdraw", "PNH-A-P3", "--reason", "salah catat")
    assert cli.json(*there, **other).code == 0
    before = cli.vault.read_bytes()
    words = ("--lang", language, "vault", "merge", erased)
    ran = cli.json(*words, "--dry-run")
    check_envelope(ran, "vault merge", "ok")
    wanted = {one["code"]: one["option"] for one in ran.data["to_be_agreed"]}
    assert wanted == {"MRG040": "--another-key", "MRG027": "--erase PNH-A-P2", "MRG028": "--yes"}
    printed = cli(*words, "--dry-run").out
    assert WANTED[language] in printed
    assert all(f"[{code}]\n→ {option}\n" in printed for code, option in wanted.items())
    assert cli.vault.read_bytes() == before
    given = [word for option in wanted.values() for word in option.split() if option != "--yes"]
    told = cli("--yes", *words, "--dry-run", *given).out
    assert WANTED[language] not in told
    assert cli.json("--yes", *words, *given).code == 0


def test_no_option_agrees_to_an_erasure_by_somebody_who_is_out():
    gone = Erasure("PNH-A-P1", "Luar Contoh", "", "", "PNH-B-L1")
    missing = Agreed(others=True).missing(Brought(erased=(gone,), signed=(gone.by,)))
    assert [(one["code"], one["option"]) for one in options(missing)] == [("MRG032", None)]
    assert "vault erase PNH-A-P1" in [*lines_of_missing(missing)][-1]


def test_a_rehearsal_wants_nothing_where_the_merge_asks_nothing(cli, other):
    assert cli.json("consult", "log", "--from", "-", stdin=SAID, **other).code == 0
    assert (
        cli.json("vault", "merge", other["ATTACHE_VAULT"], "--dry-run").data["to_be_agreed"] == []
    )


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 5), ("", 5)])
def test_at_a_terminal_each_erasure_is_asked_whatever_is_agreed_to(
    cli, erased, terminal, answer, code
):
    answers = {"under another key": "y", "Erase PNH-A-P2": answer}
    ran = terminal("--yes", "vault", "merge", erased, answers=answers)
    assert ran.code == code
    assert "by Rina Contoh" in ran.err
    assert cli.json("person", "show", "P2").code == (0 if code else 4)


def test_what_else_changes_here_is_asked_at_once(cli, other, terminal):
    there = ("person", "withdraw", "PNH-A-P2", "--reason", "salah catat")
    assert cli.json(*there, **other).code == 0
    merge = ("vault", "merge", other["ATTACHE_VAULT"])
    ran = cli.json(*merge)
    assert (ran.code, ran.problems) == (5, [("MRG028", None)])
    assert ran.json["data"]["withdrawn"] == ["PNH-A-P2"]
    assert terminal(*merge, answers={"Take over the rest": "n"}).code == 5
    assert terminal(*merge, answers={"Take over the rest": "y"}).code == 0


def test_what_another_laptop_says_of_its_officers_belies_nothing_here(cli, other):
    """The profile is of one laptop: its log is told, and accuses nobody."""
    new = opening.secret(cli.vault.with_name("new"))
    new.write_text("tujuh puluh delapan kerbau rawa", encoding="utf-8")
    cli.json("vault", "officers", "add", "Budi Misal", ATTACHE_NEW_PASSPHRASE_FILE=str(new))
    ended = cli.json("vault", "merge", cli.vault, "--another-key", **other)
    assert ended.code == 0
    checks = cli.json("vault", "check", "--read-data", **other).data["checks"]
    assert [c["check"] for c in checks if not c["ok"]] == []


REMOVED = {
    "en": "Officer removed on another laptop: Budi Misal",
    "id": "Petugas dikeluarkan di laptop lain: Budi Misal",
}


@pytest.mark.parametrize("language", REMOVED)
def test_who_got_or_lost_a_passphrase_on_another_laptop_is_told_by_name(
    cli, other, tmp_path, language
):
    """Each file has passphrases of its own: who was removed there may still open the vault here."""
    file = opening.secret(tmp_path / "new")
    file.write_text("tujuh puluh delapan kerbau rawa", encoding="utf-8")
    new = {"ATTACHE_NEW_PASSPHRASE_FILE": str(file)}
    add = ("vault", "officers", "add", "Budi Misal")
    assert cli.json(*add, **new, **other).code == 0
    assert cli.json(*add, **new).code == 0
    merge = ("vault", "merge", other["ATTACHE_VAULT"], "--another-key")
    (added,) = cli.json(*merge, "--dry-run").data["officers"]
    assert (added["name"], added["action"], added["here"]) == ("Budi Misal", "officer-added", True)
    assert cli.json("vault", "officers", "remove", "Budi Misal", **other).code == 0
    rehearsed = cli("--lang", language, *merge, "--dry-run")
    assert REMOVED[language] in rehearsed.out
    ran = cli.json(*merge)
    (one,) = ran.data["officers"]
    assert (one["name"], one["action"]) == ("Budi Misal", "officer-removed")
    assert one["by"] == "Rina Contoh"
    assert ran.problems == [("MRG041", None)]
    assert cli.json("vault", "officers", "list").data["total"] == 2
    assert cli.json(*merge).data["officers"] == []


def test_a_rehearsal_of_a_merge_writes_nothing_not_even_a_lock(cli, other, tmp_path):
    cli.json("consult", "log", "--from", "-", stdin=SAID, **other)
    lock = cli.vault.with_name(f"{cli.vault.name}.lock")
    lock.unlink(missing_ok=True)
    before = {p: p.stat() for p in cli.vault.parent.iterdir()}
    assert cli.json("vault", "merge", other["ATTACHE_VAULT"], "--dry-run").data["added"] == 1
    assert {p: p.stat() for p in cli.vault.parent.iterdir()} == before


def test_the_log_tells_of_a_merge_in_words(cli, other):
    cli.json("consult", "log", "--from", "-", stdin=SAID, **other)
    cli.json("vault", "merge", other["ATTACHE_VAULT"])
    told = cli("log", "--limit", "1").out
    assert "Added: – → 1; Changed: – → 0" in told
    assert HIDDEN not in told


NOT_ITS = {"en": "The passphrase is not that of post.vault", "id": "bukan frasa sandi post.vault"}


@pytest.mark.parametrize("language", NOT_ITS)
def test_a_script_gives_a_copy_its_own_passphrase(cli, other, tmp_path, language):
    """Nothing is open; the officer of the other laptop has another passphrase by now."""
    new = opening.secret(tmp_path / "new")
    new.write_text("tujuh puluh delapan kerbau rawa", encoding="utf-8")
    changed = cli.json("vault", "passphrase", ATTACHE_NEW_PASSPHRASE_FILE=str(new), **other)
    assert changed.code == 0
    cli.json("vault", "lock")
    ours = {"ATTACHE_PASSPHRASE_FILE": str(opening.secret(cli.vault))}
    merge = ("vault", "merge", other["ATTACHE_VAULT"], "--another-key")
    refused = cli("--lang", language, *merge, **ours)
    assert refused.code == 12
    assert NOT_ITS[language] in refused.err
    assert "VLT080" in refused.err
    for environ in (
        {"ATTACHE_COPY_PASSPHRASE_FILE": str(new)},
        {"ATTACHE_COPY_PASSPHRASE_COMMAND": f"cat {new}"},
    ):
        assert cli.json(*merge, **ours, **environ).code == 0
    wrong = cli.json(*merge, ATTACHE_PASSPHRASE_FILE=str(new))
    assert (wrong.code, wrong.problems) == (12, [("VLT009", None)])


def test_a_copy_that_needs_a_passphrase_says_that_it_is_the_copys(cli, other):
    assert cli.json("vault", "rekey", **other).code == 0
    merge = ("vault", "merge", other["ATTACHE_VAULT"], "--another-key")
    ran = cli.json(*merge, ATTACHE_PASSPHRASE_FILE="")
    assert (ran.code, ran.problems) == (12, [("VLT081", None)])


UNDONE = {"en": "brings nothing of it back", "id": "tidak mengembalikannya"}


@pytest.mark.parametrize("language", UNDONE)
def test_the_undo_of_a_merge_says_what_becomes_of_it_elsewhere(cli, other, terminal, language):
    cli.json("consult", "log", "--from", "-", stdin=SAID, **other)
    cli.json("vault", "merge", other["ATTACHE_VAULT"])
    assert cli.json("undo", "--dry-run").problems == [("UND019", None)]
    asked = terminal("--lang", language, "undo", answers={"?": "n"})
    assert UNDONE[language] in asked.err
    assert cli.json("undo", "--yes").problems == [("UND019", None)]
    again = cli.json("vault", "merge", other["ATTACHE_VAULT"])
    assert (again.problems, again.data["stored"]) == ([("MRG042", None)], False)


def test_whoever_was_erased_elsewhere_is_kept_as_it_is_advised(cli, other, tmp_path):
    """A backup of before is merged, and the other laptop goes on with a new copy."""
    backup = tmp_path / "before.vault"
    cli.json("consult", "log", "--from", "-", stdin={**SAID, "persons": ["PNH-A-P2"]}, **other)
    assert cli.json("vault", "backup", backup, **other).code == 0
    erase = ("vault", "erase", "PNH-A-P2", "--reason", "keliru", "--yes")
    assert cli.json(*erase, **other).code == 0
    merge = ("vault", "merge", other["ATTACHE_VAULT"], "--another-key", "--yes")
    assert cli.json(*merge).problems == [("MRG027", "erase")]
    assert cli.json("vault", "merge", backup).data["added"] == 1
    anew = tmp_path / "c" / "post.vault"
    assert cli.json("vault", "copy", anew, "--seat", "C").code == 0
    third = {
        "ATTACHE_VAULT": str(anew),
        "ATTACHE_STATE": f"{anew}.state",
        "ATTACHE_PASSPHRASE_FILE": str(opening.secret(anew)),
    }
    cli.json("consult", "log", "--from", "-", stdin={**SAID, "persons": ["PNH-A-P2"]}, **third)
    assert cli.json("vault", "merge", anew).data["added"] == 1
    assert cli.json("vault", "merge", cli.vault, **third).data["stored"] is False
    laptops: tuple[dict[str, str], ...] = ({}, third)
    for environ in laptops:
        assert cli.json("person", "show", "PNH-A-P2", **environ).code == 0
        assert cli.json("vault", "check", "--read-data", **environ).data["failed"] is False


@pytest.mark.parametrize("met", [True, False], ids=["the eraser merged before", "nobody did"])
def test_what_goes_with_an_erasure_beside_its_texts_is_said_on_each_laptop(cli, other, met):
    said = {**SAID, "persons": ["P1", "P2"]}
    assert cli.json("consult", "log", "--from", "-", stdin=said).code == 0
    agreed = ("--another-key", "--yes")
    assert cli.json("vault", "merge", str(cli.vault), *agreed, **other).code == 0
    assert cli.json("vault", "erase", "P2", "--reason", "minta", "--yes").code == 0
    edit = ("consult", "edit", "PNH-A-C1", "--follow-up", "2027-01-20")
    assert cli.json(*edit, **other).code == 0
    if met:
        told = cli.json("vault", "merge", other["ATTACHE_VAULT"], *agreed)
        (left_out,) = [p for p in told.json["problems"] if p["code"] == "MRG013"]
        assert "PNH-A-C1" in left_out["message"]
        assert "Follow up on" in left_out["message"]
    merge = ("vault", "merge", str(cli.vault), *agreed, "--erase", "PNH-A-P2")
    goes = [{"ref": "PNH-A-C1", "fields": ["follow_up"]}]
    assert cli.json(*merge, "--dry-run", **other).data["as_there"] == goes
    assert "recorded again: Follow up on" in cli(*merge, "--dry-run", **other).out
    done = cli.json(*merge, **other)
    assert done.data["as_there"] == goes
    assert "MRG013" not in [p["code"] for p in done.json["problems"]]
