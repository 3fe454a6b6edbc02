"""`exchange map`, `mappings` and `forget`: by a script, by an officer, in both languages."""

from __future__ import annotations

import pytest

from tests import opening
from tests.cli.running import check_envelope
from tests.desk.offices import documents
from tests.exchange.workbooks import theirs

HEADS = ["No.", "Nama", "Nama Terlapor", "Kode", "Warna"]
ROW = [1, "Ibu Misal", "Sumiyati Contoh", "X9991001", "biru"]
SET = ["--set", "Nama=mother_name", "--set", "Nama Terlapor=name", "--set", "D=passport"]
LEFT = ["--set", "Warna="]
HERE = ["--as", "person", "--header-row", "2"]


@pytest.fixture
def file(tmp_path):
    return theirs(tmp_path / "masuk.xlsx", {"Data": [["DAFTAR WNI"], HEADS, ROW]})


@pytest.fixture
def later(tmp_path):
    """The same header, elsewhere."""
    heads = [head.upper() for head in HEADS]
    row = [1, "Ibu Contoh", "Paijo Misal", "X9991002", "hijau"]
    return theirs(tmp_path / "lagi.xlsx", {"X": [["a"]], "Lembar1": [["b"], [], [], heads, row]})


def how(ran):
    return [(c["column"], c["field"], c["how"]) for c in ran.data["sheets"][0]["columns"]]


def test_a_script_sees_what_the_columns_hold(cli, file):
    ran = cli.json("exchange", "map", file, *HERE)
    check_envelope(ran, "exchange map", "ok")
    (sheet,) = ran.data["sheets"]
    assert (sheet["sheet"], sheet["kind"], sheet["row"]) == ("Data", "person", 2)
    assert set(sheet["columns"][0]) == {"column", "head", "field", "how"}
    assert how(ran) == [
        ("A", None, "numbers"),
        ("B", "name", "known"),
        ("C", None, "unknown"),
        ("D", None, "unknown"),
        ("E", None, "unknown"),
    ]
    assert ran.data["stored"] is False
    assert documents(cli.vault, "mapping") == []


def test_a_header_that_is_not_found_says_how_it_can_be(cli, file):
    ran = cli.json("exchange", "map", file, "--as", "person")
    assert (ran.code, ran.problems) == (3, [("XLS005", None)])
    assert "--header-row" in ran.json["problems"][0]["fix"]


def test_a_script_stores_what_it_sets_and_it_is_applied(cli, file, later):
    ran = cli.json("exchange", "map", file, *HERE, *SET, *LEFT, "--sender", "Kantor Contoh")
    check_envelope(ran, "exchange map", "ok")
    assert (ran.data["ref"], ran.data["stored"]) == ("PNH-A-H1", True)
    assert how(ran)[1:] == [
        ("B", "mother_name", "set"),
        ("C", "name", "set"),
        ("D", "passport", "set"),
        ("E", None, "aside"),
    ]
    checked = cli.json("exchange", "check", later)
    assert checked.data["added"] == 1
    assert ("XLS090", None) in checked.problems
    assert cli.json("exchange", "import", later).data["added"] == 1
    person = documents(cli.vault, "person")[-1]
    assert (person["name"], person["mother_name"]) == ("Paijo Misal", "Ibu Contoh")
    again = cli.json("exchange", "map", later)
    assert how(again)[1] == ("B", "mother_name", "mapped")
    assert again.data["sheets"][0]["mapping"] == "PNH-A-H1"


def test_a_json_object_says_the_same(cli, file):
    columns = {"Nama": "mother_name", "Nama Terlapor": "name", "D": "passport", "Warna": None}
    said = {"as": "person", "sender": "Kantor Contoh", "columns": columns}
    ran = cli.json("exchange", "map", file, "--header-row", 2, "--from", "-", stdin=said)
    assert ran.data["stored"]
    assert documents(cli.vault, "mapping")[0]["sender"] == "Kantor Contoh"


def test_only_a_type_can_be_remembered(cli, tmp_path):
    rows = [["Nama", "JK"], ["Sumiyati Contoh", "P"]]
    file = theirs(tmp_path / "in.xlsx", {"Data": rows})
    assert cli.json("exchange", "check", file).code == 3
    assert cli.json("exchange", "map", file, "--as", "person").data["stored"] is False
    stored = cli.json("exchange", "map", file, "--from", "-", stdin={"as": "person"})
    assert stored.data["stored"]
    assert cli.json("exchange", "check", file).data["added"] == 1


@pytest.mark.parametrize(
    ("said", "problems"),
    [
        ({"as": 1, "columns": {}}, [("TXT005", "as")]),
        ({"columns": ["Nama"], "kind": "x"}, [("FLD001", "kind"), ("FLD003", "columns")]),
        ({"columns": {"Nama": 7}}, [("FLD003", "columns")]),
        ({"as": "handoff"}, [("XLS126", "kind")]),
        ([{}, {}], [("FLD008", "from")]),
    ],
)
def test_json_that_says_nothing_is_refused(cli, file, said, problems):
    ran = cli.json("exchange", "map", file, "--from", "-", stdin=said)
    assert (ran.code, ran.problems) == (3, problems)


def test_all_that_is_wrong_is_told_and_nothing_stored(cli, file):
    bad = ["--set", "Namma=name", "--set", "Kode=pasport", "--set", "Nama Terlapor"]
    ran = cli.json("exchange", "map", file, *HERE, *bad)
    assert ran.code == 3
    assert [code for code, _field in ran.problems] == ["XLS091", "FLD002", "XLS091"]
    assert documents(cli.vault, "mapping") == []
    twice = cli.json("exchange", "map", file, *HERE, "--set", "C=name")
    assert (twice.code, twice.problems) == (3, [("XLS092", "name")])


def test_a_dry_run_says_it_and_stores_nothing(cli, file):
    ran = cli.json("exchange", "map", file, *HERE, *SET, "--dry-run")
    assert (ran.data["stored"], how(ran)[2]) == (False, ("C", "name", "set"))
    assert "ref" not in ran.data
    assert documents(cli.vault, "mapping") == []


def test_without_a_terminal_nothing_is_asked(cli, file):
    ran = cli("exchange", "map", file, *HERE, *SET)
    assert ran.code == 0
    assert "PNH-A-H1" in ran.out
    assert "Mother's name" in ran.out


def test_a_text_table_is_mapped_too(cli, tmp_path):
    file = tmp_path / "in.csv"
    file.write_text("Nama;Nama Terlapor\nIbu Misal;Sumiyati Contoh\n", encoding="utf-8")
    words = ["--csv", "--as", "person", "--header-row", "1"]
    said = ["--set", "Nama=mother_name", "--set", "Nama Terlapor=name"]
    assert cli.json("exchange", "map", file, *words, *said).data["stored"]
    assert cli.json("exchange", "check", file, "--csv").data["added"] == 1


def test_a_sheet_without_a_header_does_not_stop_the_others(cli, tmp_path):
    sheets = {"People": [["Nama", "JK", "Warna"], ["Siti", "P", "biru"]], "Notes": [["apa saja"]]}
    file = theirs(tmp_path / "in.xlsx", sheets)
    ran = cli.json("exchange", "map", file, "--set", "Warna=-")
    assert (ran.code, ran.json["status"]) == (0, "partial")
    assert ran.problems == [("XLS005", None)]
    assert ran.data["stored"]


def test_a_sender_can_be_named_later(cli, file):
    cli.json("exchange", "map", file, *HERE, *SET)
    assert cli.json("exchange", "map", file, "--sender", "Kantor Contoh").data["stored"]
    assert documents(cli.vault, "mapping")[0]["sender"] == "Kantor Contoh"


def test_mappings_are_listed_shown_and_forgotten(cli, file, later):
    assert cli.json("exchange", "mappings").data == {"items": [], "total": 0}
    cli.json("exchange", "map", file, *HERE, *SET, *LEFT, "--sender", "Kantor Contoh")
    (item,) = cli.json("exchange", "mappings").data["items"]
    assert (item["ref"], item["kind"], item["sender"]) == ("PNH-A-H1", "person", "Kantor Contoh")
    one = cli.json("exchange", "mappings", "H1").data
    assert one["columns"][1] == {"head": "Nama", "field": "mother_name"}
    listed = cli("--lang", "id", "exchange", "mappings").out
    assert "Kantor Contoh" in listed
    assert "orang" in listed
    assert "Nama → mother_name" in cli("exchange", "mappings", "H1").out
    told = cli.json("exchange", "mappings", "H1", "--history").data["history"]
    assert [change["action"] for change in told] == ["add"]
    assert "Nama → mother_name" in cli("exchange", "mappings", "H1", "--history").out
    assert cli.json("exchange", "mappings", "P1").code == 4
    assert cli.json("exchange", "forget", "P1").code == 4
    assert cli("exchange", "forget", "H1").code == 0
    assert cli.json("exchange", "mappings").data["total"] == 0
    assert cli.json("exchange", "check", later).code == 3
    assert cli.json("exchange", "forget", "H1").problems == [("REF005", None)]


def test_an_officer_is_asked_column_by_column(terminal, file):
    answers = {
        "A column letter": ["b", "", ""],
        "B “Nama”": "mother",
        "C “Nama Terlapor”": ["qqqq", "15", "?", "nama"],
        "D “Kode”": "8",
        "E “Warna”": "",
        "Store this?": "y",
    }
    ran = terminal("exchange", "map", file, *HERE, answers=answers)
    assert ran.code == 0, ran
    (kept,) = documents(terminal.cli.vault, "mapping")
    fields = [c["field"] for c in kept["columns"]]
    assert fields == [None, "mother_name", "name", "passport", "-"]
    assert "There is no field of this name." in terminal.screen
    assert "Several columns would hold the same field: B, C." in terminal.screen
    assert " 15 Mother's name" in terminal.screen
    assert "PNH-A-H1" in ran.out


def test_an_officer_is_asked_in_indonesian(terminal, file):
    answers = {"C “Nama Terlapor”": "alamat", "Simpan": "y"}
    ran = terminal("--lang", "id", "exchange", "map", file, *HERE, answers=answers)
    assert ran.code == 0
    assert "tidak dikenal" in ran.err
    assert [c["field"] for c in documents(terminal.cli.vault, "mapping")[0]["columns"]] == [
        None,
        "name",
        "home_address",
        "-",
        "-",
    ]


@pytest.mark.parametrize("answers", [{"Store this?": "n"}, {"D “Kode”": KeyboardInterrupt}])
def test_what_is_broken_off_leaves_nothing_behind(terminal, file, answers):
    terminal("exchange", "map", file, *HERE, answers=answers)
    assert documents(terminal.cli.vault, "mapping") == []


def test_where_all_is_known_and_kept_there_is_nothing_to_store(terminal, file):
    terminal.cli.json("exchange", "map", file, *HERE, *SET, *LEFT)
    ran = terminal("exchange", "map", file)
    assert (ran.code, len(terminal.asked)) == (0, 1)
    assert "Nothing was stored." in ran.out
    assert documents(terminal.cli.vault, "mapping")[0]["rev"] == 1


def test_two_laptops_that_say_the_same_header_differently(cli, file, later, tmp_path):
    """Neither is taken in silence; saying it once more settles it."""
    path = tmp_path / "b" / "post.vault"
    cli.json("vault", "copy", path, "--seat", "b")
    other = {
        "ATTACHE_VAULT": str(path),
        "ATTACHE_STATE": f"{path}.state",
        "ATTACHE_PASSPHRASE_FILE": str(opening.secret(path)),
    }
    cli.json("exchange", "map", file, *HERE, *SET)
    cli.json("exchange", "map", file, *HERE, "--set", "Warna=-", **other)
    assert cli.json("vault", "merge", path).data["added"] == 1
    refused = cli.json("exchange", "import", later)
    assert refused.code == 3
    assert ("XLS094", None) in refused.problems
    assert cli.json("exchange", "map", file, *SET).data["stored"]
    assert cli.json("exchange", "check", later).data["added"] == 1
    assert cli.json("exchange", "mappings").data["total"] == 1
