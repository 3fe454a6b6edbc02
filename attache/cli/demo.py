"""`attache demo`: the main job with invented data, in a vault of its own that is thrown away."""

from __future__ import annotations

import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

import typer

from attache import records
from attache.cli.app import alone
from attache.cli.result import Result
from attache.cli.session import begin, session
from attache.exchange.editing import with_changes
from attache.files import save
from attache.language import N_, _, current

PEOPLE = """[{"name": "Siti Contoh", "sex": "P", "birth_date": "17 Agustus 2001",
  "phone": "0812-0000-0001", "home_province": "Jateng"},
 {"name": "Sucontoh", "sex": "L", "birth_date": "1999", "passport": "X0000001"}]"""
CASE = """{"person": "P1", "channel": "walk-in", "recruitment_method": "group-chat",
 "platforms": ["telegram"], "promised_job": "Customer service", "promised_pay": 1000,
 "promised_currency": "USD", "entry_date": "2026-05", "site": "Kompleks Contoh",
 "site_province": "Bavet", "means_of_control": ["withholds-documents", "restricts-movement"],
 "exploitation": "forced-criminality", "documents_held_by": "employer", "group": "Contoh 27",
 "wishes_to_return": "yes", "informed_of_rights": "yes"}
"""


class Step(NamedTuple):
    """Commands of the walk under one heading, with the exit code that each is to end with.

    What stands below a command is typed into it: whom it is about stands in no argv.
    """

    heading: str
    commands: tuple[str, ...]
    exit_code: int = 0


BEFORE = (
    Step(
        N_("The data file of the office"),
        ('init --post PNH --country KHM --seat A --officer "Pejabat Contoh"',),
    ),
    Step(
        N_("People and consultations"),
        (
            f"person add --from -\n{PEOPLE}",
            (
                "consult log --topic splp --channel walk-in --person P1 --province Bavet "
                "--follow-up besok --from -\n"
                '{"summary": "Paspor ditahan pemberi kerja, ingin pulang"}'
            ),
            (
                "consult log --topic prospective-work --channel whatsapp --outcome advised "
                '--from -\n{"summary": "Bertanya soal lowongan kerja di grup obrolan"}'
            ),
            "consult due --by besok",
            "person find -\ncontoh",
        ),
    ),
    Step(
        N_("Input that must be refused: every problem at once, nothing stored"),
        ("consult log --topic stya --channel walk-in --on besok",),
        3,
    ),
    Step(
        N_("A suspected victim, as a first interview yields it"),
        (
            "victim record --from case.json",
            'victim note V1 --from -\n{"text": "Kondisi stabil, sudah menghubungi keluarga"}',
            "status set P1 --fact stay-overstay --since 2026-06 --source person-stated",
            "status set P1 --fact document-held-by-employer --source person-stated",
            "return splp P1",
            "return fine P1 --amount 1650 --currency USD",
            "victim show V1",
        ),
    ),
    Step(
        N_("The other agreed areas"),
        (
            (
                "fraud record --fraud-type false-visa-or-stamp --document-type work-permit "
                '--holder P2 --from -\n{"summary": "Izin kerja diragukan keasliannya"}'
            ),
            (
                "cooperation info record --direction sent --counterpart GDI --area statistics "
                '--subject "Jumlah WNI overstay per provinsi" --due-on besok'
            ),
            'cooperation programme record --title "Narahubung tetap kedua pihak" --kind agreement',
            (
                'cooperation commitment record --title "Menunjuk narahubung" '
                "--area institutional-development --agreed-on 2025-05-19 --responsible both"
            ),
            (
                'cooperation training record --title "Pengenalan korban TPPO" --kind workshop '
                "--start-on besok --participants-ours 12"
            ),
        ),
    ),
    Step(
        N_("A workbook for headquarters"),
        (
            "exchange template handoff template.xlsx",
            "exchange export handoff out.xlsx --purpose headquarters-report",
        ),
    ),
)
AFTER = (
    Step(
        N_("Headquarters has changed three cells; the workbook comes back"),
        (
            "exchange check back.xlsx",
            "exchange import back.xlsx",
            "exchange import back.xlsx",
            "exchange list",
            "consult show C1",
        ),
    ),
    Step(N_("Counts"), ("stats show --by topic --by sex --by area",)),
    Step(
        N_("The data file is checked, copied and closed"),
        ("vault check --read-data", "vault backup backup.vault", "vault lock"),
    ),
)
CHANGES = (
    ("person", 3, "birth_place", "Kota Contoh"),
    ("consultation", 3, "advice", "SPLP diajukan; tetap di penampungan"),
    ("consultation", 4, "summary", "Bertanya soal lowongan kerja; sudah diberi penjelasan"),
)


def app(_noun: str) -> typer.Typer:
    """The one command of this noun."""
    return alone(demo, _("Walk through the main job with invented data"), "demo")


def demo() -> Result:
    """Run the walk; its exit code is 0 where every command ended as it should."""
    here = session()
    folder = Path(tempfile.mkdtemp(prefix="attache-demo-"))
    environ = {
        **{k: v for k, v in here.environ.items() if "PASSPHRASE" not in k},
        "ATTACHE_VAULT": str(folder / "post.vault"),
        "ATTACHE_STATE": str(folder / "state"),
        "ATTACHE_LANG": current(),
    }
    (folder / "case.json").write_text(CASE, encoding="utf-8")
    say = (lambda _text: None) if here.json else typer.echo
    unexpected = _walk(BEFORE, folder, environ, say)
    changes = {(records.named(k), row, field): text for k, row, field, text in CHANGES}
    save(folder / "back.xlsx", with_changes(folder / "out.xlsx", changes), replace=True)
    unexpected += _walk(AFTER, folder, environ, say)
    (folder / "case.json").unlink()
    data = {"folder": str(folder), "unexpected": unexpected}
    ended = _("The workbooks and the throw-away vault are in {folder}").format(folder=folder)
    return Result(data, lambda: typer.echo(f"\n{ended}"), exit_code=1 if unexpected else 0)


def _walk(
    steps: tuple[Step, ...], folder: Path, environ: Mapping[str, str], say: Callable[[str], None]
) -> list[str]:
    """Run steps in the demo's folder; the commands that did not end as they should."""
    unexpected = []
    for step in steps:
        say(f"\n# {_(step.heading)}")
        for command in step.commands:
            say(f"\n$ attache {command}")
            words, _end, typed = command.partition("\n")
            with _typing(typed):
                ended = _run(shlex.split(words), folder, environ)
            if ended != step.exit_code:
                unexpected.append(words)
    return unexpected


@contextmanager
def _typing(text: str) -> Iterator[None]:
    """Lines that come from stdin."""
    outer, sys.stdin = sys.stdin, TextIOWrapper(BytesIO(text.encode()))
    try:
        yield
    finally:
        sys.stdin = outer


def _run(words: list[str], folder: Path, environ: Mapping[str, str]) -> int:
    """One command as typed; names of files in it mean files of the demo's folder."""
    from attache.cli.main import run

    outer = session()
    placed = [str(folder / w) if w.endswith((".xlsx", ".json", ".vault")) else w for w in words]
    try:
        with redirect_stdout(StringIO()) if outer.json else nullcontext():
            return run([*(["--json"] if outer.json else []), "--no-input", *placed], environ)
    finally:
        begin(outer)
