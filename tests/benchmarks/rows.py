"""What is measured. A row is one declaration; a later promise is one more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A command. Words in braces are files: scripts of `peers/`, or what `materials` makes.

    `vault` is the material that ATTACHE_VAULT names; every run gets a copy of its own, with its
    session open. `says` is what the output must hold, lest something is measured that did not
    happen. An `inside` command measures itself, and prints its seconds last.
    """

    words: str
    vault: str = ""
    says: str = ""
    inside: bool = False


@dataclass(frozen=True)
class Row:
    """Our command over a peer's. `promise` is the ratio that must not be exceeded, if any.

    A `busy` row is measured while something else keeps one processor busy.
    """

    name: str
    over: str
    ours: Command
    peer: Command
    promise: float | None = None
    busy: bool = False


_IMPORT = "attache --json exchange import"


def _log(size: str) -> Command:
    words = "attache --no-input consult log --from {consultation.json}"
    return Command(words, f"{size}.vault", " recorded")


def _insert(size: str) -> Command:
    return Command("python {ours/insert.py} {consultation.json}", f"{size}.vault", inside=True)


def _stock_tinydb(size: str) -> Command:
    return Command(f"python {{peers/tinydb_insert.py}} {{{size}.tinydb}} {{consultation.json}}")


def _sqlite_utils(size: str) -> Command:
    return Command(f"sqlite-utils insert {{{size}.sqlite}} consultation {{consultation.json}}")


def _namesakes(size: str) -> Command:
    """An import of people of whom many share a name."""
    words = f"{_IMPORT} --as person {{namesakes-{size}.xlsx}}"
    return Command(words, "people.vault", f'"read":{size.replace("k", "000")},')


def _openpyxl_read(file: str) -> Command:
    return Command(f"python {{peers/openpyxl_read.py}} {{{file}}}")


_HELP = Command("attache --help", says="consult")
"""The lightest command: what every other one takes at least."""
_RESIDENTS = '"read":73000,'


ROWS = (
    Row("consult log at 1k", "stock TinyDB", _log("1k"), _stock_tinydb("1k")),
    Row("consult log at 1k", "sqlite-utils insert", _log("1k"), _sqlite_utils("1k")),
    Row("consult log at 10k", "stock TinyDB", _log("10k"), _stock_tinydb("10k")),
    Row("consult log at 10k", "sqlite-utils insert", _log("10k"), _sqlite_utils("10k"), 1.5),
    Row("consult log at 100k", "sqlite-utils insert", _log("100k"), _sqlite_utils("100k"), 2.5),
    Row("one insert at 100k, inside", "the same at 1k", _insert("100k"), _insert("1k"), 1.5),
    Row(
        "opening 100k, consult show",
        "sqlite-utils query",
        Command("attache --json consult show C50000", "100k.vault", "PNH-A-C50000"),
        Command(
            'sqlite-utils query {100k.sqlite} "select * from consultation where'
            " ref = 'PNH-A-C50000'\"",
            says="PNH-A-C50000",
        ),
    ),
    Row(
        "merge of 500 into 10k",
        "sqlite-utils insert",
        Command("attache --yes vault merge {theirs.vault}", "shared.vault", "500"),
        Command("sqlite-utils insert {10k.sqlite} consultation {more.json}"),
        2.5,
    ),
    Row(
        "--help",
        "bare Typer",
        _HELP,
        Command("python {bare_typer.py} --help", says="consult"),
    ),
    Row(
        "person find in 131k people",
        "attache --help",
        Command('attache person find "siti amina"', "crowd.vault", "PNH-A-P"),
        _HELP,
        4.0,
    ),
    Row(
        "person list in 131k people",
        "attache --help",
        Command("attache person list --limit 50", "crowd.vault", "PNH-A-P"),
        _HELP,
        8.0,
    ),
    Row(
        "whose time is over in 131k people",
        "attache --help",
        Command("attache vault retention --years 5 --dry-run", "crowd.vault", "0 people"),
        _HELP,
        8.0,
    ),
    Row(
        "TAB in 131k people",
        "attache --help",
        Command("python {ours/tab.py}", "crowd.vault", "P1310"),
        _HELP,
        6.0,
    ),
    Row(
        "duplicate check of one in 131k, inside",
        "looking through 131k names",
        Command("python {ours/known.py}", "crowd.vault", inside=True),
        Command("python {peers/look_through.py} 131000", inside=True),
        5.0,
    ),
    Row(
        "all likely pairs in 131k, inside",
        "comparing 2k one by one",
        Command("python {ours/pairs.py}", "crowd.vault", inside=True),
        Command("python {peers/compare_all.py} 2000", inside=True),
        5.0,
    ),
    Row(
        "export of 10k rows",
        "openpyxl writing",
        Command(
            "attache --yes exchange export consultation out.xlsx", "10k.vault", "10000 records"
        ),
        Command("python {peers/openpyxl_write.py} {cells.json} peer.xlsx"),
    ),
    Row(
        "export of 73k people, 21 columns",
        "openpyxl writing",
        Command(
            "attache --yes exchange export person out.xlsx --purpose headquarters-report",
            "residents.vault",
            " records",
        ),
        Command("python {peers/openpyxl_write.py} {cells-residents.json} peer.xlsx"),
        0.33,
    ),
    Row(
        "import of 73k people, 20 columns",
        "openpyxl reading",
        Command(f"{_IMPORT} --as person {{list-inline.xlsx}}", "people.vault", _RESIDENTS),
        _openpyxl_read("list-inline.xlsx"),
        0.5,
    ),
    Row(
        "the same as Excel keeps it",
        "openpyxl reading",
        Command(f"{_IMPORT} --as person {{list.xlsx}}", "people.vault", _RESIDENTS),
        _openpyxl_read("list.xlsx"),  # half as much to read: no promise was made over this
    ),
    Row(
        "import of 73k namesakes, 17 columns",
        "openpyxl reading",
        _namesakes("73k"),
        _openpyxl_read("namesakes-73k.xlsx"),
        0.5,
    ),
    Row(
        "the same, one processor busy",
        "openpyxl reading",
        _namesakes("73k"),
        _openpyxl_read("namesakes-73k.xlsx"),  # a promise would be one about other programs
        busy=True,
    ),
    Row(
        "import of 8k namesakes, 17 columns",
        "openpyxl reading",
        _namesakes("8k"),
        _openpyxl_read("namesakes-8k.xlsx"),
        0.5,
    ),
    Row(
        "person add --from, 10k namesakes",
        "import of the same rows",
        Command(
            "attache --no-input person add --new --from {namesakes-10k.json}",
            "people.vault",
            "10000 records",
        ),
        _namesakes("10k"),
        2.0,
    ),
    Row(
        "import of 10k new rows",
        "openpyxl reading",
        Command(f"{_IMPORT} {{new.xlsx}}", "people.vault", '"added":10000,'),
        _openpyxl_read("new.xlsx"),
    ),
    Row(
        "import of the same again",
        "openpyxl reading",
        Command(f"{_IMPORT} {{new.xlsx}}", "imported.vault", '"unchanged":10000,'),
        _openpyxl_read("new.xlsx"),
    ),
    Row(
        "import of our own export",
        "openpyxl reading",
        Command(f"{_IMPORT} {{sent.xlsx}}", "10k.vault", '"unchanged":10000,'),
        _openpyxl_read("sent.xlsx"),
    ),
)
