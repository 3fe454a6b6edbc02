"""That the benchmarks measure what they say, on commands that do nothing. Nothing is timed."""

import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from attache import records
from attache.cli.app import nouns
from attache.records.record import parse
from tests.benchmarks import materials
from tests.benchmarks.__main__ import _HERE, _SCRIPTS, Bench, cells, line
from tests.benchmarks.measure import Failed, Figures, Run, in_turn, run
from tests.benchmarks.rows import ROWS, Command, Row
from tests.crowds import PEOPLE, PEOPLE_FIELDS, listed_namesakes
from tests.samples import HERE

NOTHING = Command("python -c pass")
TRIVIAL = Row("nothing", "nothing", NOTHING, NOTHING)
MADE_UP = Figures(
    (Run(3, 9_000_000), Run(4, 9_000_000), Run(9, 9_000_000)), (Run(2, 5_000_000),) * 3
)


def test_a_row_is_measured(tmp_path):
    figures = Bench(tmp_path).figures(TRIVIAL, 2)
    assert len(figures.ours) == len(figures.peer) == 2
    assert all(run.wall > 0 and run.memory > 1_000_000 for runs in figures for run in runs)


def test_commands_run_in_turn_after_one_of_each_that_does_not_count():
    ran = []

    def runs(name):
        def one():
            ran.append(name)
            return Run(len(ran), 1)

        return one

    figures = in_turn(runs("A"), runs("B"), 2)
    assert "".join(ran) == "ABABAB"
    assert figures == ((Run(3, 1), Run(5, 1)), (Run(4, 1), Run(6, 1)))


@pytest.mark.parametrize("is_busy", [True, False])
def test_a_busy_row_is_measured_while_one_processor_is_busy(tmp_path, monkeypatch, is_busy):
    others, measured = [], []

    class Other(subprocess.Popen):
        def __init__(self, argv, **more):
            super().__init__(argv, **more)
            if "while True" in argv[-1]:
                others.append(self)

    monkeypatch.setattr(subprocess, "Popen", Other)
    bench = Bench(tmp_path)

    def measure(_command):
        measured.append([other.poll() for other in others])
        return Run(1, 1)

    monkeypatch.setattr(bench, "run", measure)
    bench.figures(replace(TRIVIAL, busy=is_busy), 1)
    assert measured == [[None] if is_busy else []] * 4
    assert all(other.poll() is not None for other in others)


def test_people_of_the_lists_share_names_and_fill_every_column_but_a_second_phone():
    rows = list(listed_namesakes(300))
    assert len({row[0] for row in rows}) < len(rows)
    assert all(len(row) == len(PEOPLE) == 17 and None not in row for row in rows)
    raws = [dict(zip(PEOPLE_FIELDS, row, strict=True)) for row in rows]
    assert not any(parse(records.named("person").model, raw, HERE).problems for raw in raws)


def test_the_ratio_is_of_pairs():
    assert MADE_UP.ratios == [1.5, 2, 4.5]
    assert MADE_UP.ratio == 2


@pytest.mark.parametrize(
    ("promise", "said"), [(None, "–"), (2.0, "≤ 2.0 kept"), (1.5, "≤ 1.5 BROKEN")]
)
def test_a_line_tells_ratio_spread_promise_and_memory(promise, said):
    told = cells(replace(TRIVIAL, promise=promise), MADE_UP)
    assert told[2:] == ("4.000", "2.000", "2.00 (1.50–4.50)", said, "9", "5")
    assert line(("a", "b", "1"), (3, 2, 4)) == "a    b      1"


def test_a_command_that_fails_or_does_otherwise_is_no_figure(tmp_path):
    script = "import sys; print('done'); sys.exit(len(sys.argv) - 1)"
    run([sys.executable, "-c", script], os.environ, tmp_path, "done")
    with pytest.raises(Failed, match="exit 1, said\ndone"):
        run([sys.executable, "-c", script, "more"], os.environ, tmp_path)
    with pytest.raises(Failed, match="exit 0, said\ndone"):
        run([sys.executable, "-c", script], os.environ, tmp_path, "10000 records")


def test_every_run_has_a_vault_as_it_was_made(tmp_path):
    bench = Bench(tmp_path)
    (tmp_path / "materials" / "some.vault").write_text("as made")
    spoil = "import os; p = os.environ['ATTACHE_VAULT']; print(open(p).read()); open(p, 'w')"
    command = Command(f'python -c "{spoil}"', "some.vault", "as made")
    bench.run(command)
    bench.run(command)


@pytest.mark.parametrize("command", [c for row in ROWS for c in (row.ours, row.peer)])
def test_what_a_row_names_is_there(command):
    files = re.findall(r"\{(.+?)\}", command.words)
    made = [command.vault] if command.vault else []
    made += [name for name in files if not name.startswith(("ours/", "peers/"))]
    assert set(made) <= set(materials.names())
    assert all((_HERE / name).is_file() for name in files if name.startswith(("ours/", "peers/")))
    assert (_SCRIPTS / command.words.split()[0]).is_file()


def test_materials_are_made_once_with_what_they_need(tmp_path):
    made = materials.Materials(tmp_path)
    vault = made("people.vault")
    before = vault.stat().st_mtime_ns
    assert made("people.vault").stat().st_mtime_ns == before
    with pytest.raises(KeyError):
        made("nothing")


def test_the_bare_program_has_as_many_commands(tmp_path):
    program = materials.Materials(tmp_path)("bare_typer.py").read_text(encoding="utf-8")
    assert program.count("@app.command(") == len(nouns())
    run(
        [sys.executable, str(tmp_path / "bare_typer.py"), "--help"], os.environ, tmp_path, "consult"
    )
