"""The uniform verbs and the way out and back, for every record type that there is or will be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from openpyxl import load_workbook

from attache import codes, records
from attache.cli import returns
from attache.cli.options import names_of
from attache.desk.meant import names_people
from attache.exchange.editing import with_changes
from attache.exchange.layout import TITLES_ROW, sheet_name
from attache.language import both
from attache.records.record import kept, parse
from tests.cli.running import check_envelope, refs
from tests.desk.offices import documents, sample
from tests.samples import HERE

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
# A value that each kind must refuse, and the code that it is refused with.
BAD: dict[str, tuple[Any, str]] = {
    "text": ("\u200b", "TXT004"),
    "texts": (["q" * 201], "TXT002"),
    "day": ("31/31/2026", "DAT001"),
    "partial-day": ("2026-13", "DAT002"),
    "code": ("qqqqqqqq", "COD001"),
    "codes": (["qqqqqqqq"], "COD001"),
    "ref": ("nobody", "REF001"),
    "refs": (["nobody"], "REF001"),
    "nik": ("320199540395000", "NIK001"),
    "document-number": ("qqqq number", "DOC001"),
    "phone": ("12", "PHN001"),
    "count": ("many", "NUM001"),
    "amount": ("1.2.3", "NUM003"),
}
PAIRS = [(kind, field) for kind in records.every() for field in kind.fields.values()]


def params(wanted):
    """The fields of all record types that are wanted."""
    return [
        pytest.param(kind, field, id=f"{kind.name}-{field.name}")
        for kind, field in PAIRS
        if wanted(field)
    ]


FIELDS = params(lambda _field: True)
PEOPLE = params(names_people)
LISTS = params(lambda field: field.kind.many)


def words_of(kind, *more):
    return [*kind.noun, *more]


def options_of(kind, raw):
    """The same as options on the command line."""
    words = []
    for name, value in raw.items():
        for one in value if isinstance(value, list) else [value]:
            words += [names_of(kind.fields[name])[0], one]
    return words


def content(kind, raw):
    """What is kept of raw input."""
    return kept(parse(kind.model, raw, HERE).draft)


def shown(cli, kind, ref):
    """The declared fields of a record as `show` tells them."""
    data = cli.json(*words_of(kind, "show", ref)).data
    return {name: data[name] for name in kind.fields}


@EVERY
@pytest.mark.parametrize("way", ["object", "options", "file"])
def test_what_is_recorded_is_shown(cli, tmp_path, kind, way):
    """One JSON object, or the same as options; the second name of an option works too."""
    raw = sample(kind)
    if way == "object":
        ran = cli.json(*words_of(kind, kind.verb), "--from", "-", stdin=raw)
    elif way == "options":
        ran = cli.json(*words_of(kind, kind.verb), *options_of(kind, raw))
    else:
        ran = cli.json(*words_of(kind, kind.verb), "--from", "-", stdin=[raw])
    check_envelope(ran, " ".join(words_of(kind, kind.verb)), "ok")
    assert shown(cli, kind, ran.data["ref"]) == content(kind, raw)
    assert shown(cli, kind, ran.data["id"]) == content(kind, raw)
    assert shown(cli, kind, ran.data["ref"].rpartition("-")[2].lower()) == content(kind, raw)


@EVERY
def test_an_option_fills_what_a_file_leaves_open_and_goes_over_nothing(cli, tmp_path, kind):
    """Recording and changing: what differs is refused, and the same value may stand twice."""
    field = next(f for f in kind.fields.values() if f.kind.name == "text")
    option, path = names_of(field)[0], tmp_path / "satu.json"
    raw = {**sample(kind), field.name: "Dari berkas"}
    path.write_text(json.dumps(raw), encoding="utf-8")
    record = words_of(kind, kind.verb, "--from", path, option)
    assert cli.json(*record, "Dari opsi").problems == [("FLD012", field.name)]
    ref = cli.json(*record, "Dari berkas").data["ref"]
    edit = words_of(kind, "edit", ref, "--from", "-")
    before = cli.vault.read_bytes()
    for words in ([option, "Dari opsi"], [option, "-"], ["--clear", field.name]):
        ran = cli.json(*edit, *words, stdin={field.name: "Lain"})
        assert ("FLD012", field.name) in ran.problems, words
    assert cli.vault.read_bytes() == before
    other = next(f for f in kind.fields if f != field.name)
    done = cli.json(*edit, option, "Dari opsi", stdin={other: sample(kind)[other]})
    assert shown(cli, kind, done.data["ref"])[field.name] == "Dari opsi"


ABOUT_A_REF = [
    *((("return", verb), "P1", "subject", "PNH-A-P1", "P2") for verb in returns.STEPS),
    *(
        (("return", verb), "P1", "step", step, "arrival" if step == "splp" else "splp")
        for verb, (step, _state) in returns.STEPS.items()
    ),
    (("victim", "note"), "V1", "about", "PNH-A-V1", "V2"),
    (("status", "set"), "P1", "person", "PNH-A-P1", "P2"),
]
NEEDED = {"note": {"text": "Contoh"}, "set": {"fact": "stay-overstay", "source": "person-stated"}}


@pytest.mark.parametrize(("words", "ref", "field", "same", "other"), ABOUT_A_REF)
def test_a_row_may_not_say_otherwise_than_the_words_of_the_command(
    cli, words, ref, field, same, other
):
    """The same record in another spelling is the same; what a row leaves open is the command's."""
    for person in ("P1", "P2"):
        cli.record("victim", "record", person=person, reported_on="2026-01-02", channel="walk-in")
    needed, before = NEEDED.get(words[-1], {}), cli.vault.read_bytes()
    rows = [{**needed, field: same}, {**needed, field: other}, needed]
    ran = cli.json(*words, ref, "--from", "-", stdin=rows)
    wrong = [p for p in ran.json["problems"] if p["level"] == "error"]
    assert [(p["code"], p["row"], p["field"]) for p in wrong] == [("FLD012", 2, field)]
    assert (ran.code, cli.vault.read_bytes()) == (3, before)
    assert cli.json(*words, ref, "--from", "-", stdin=[rows[0], rows[2]]).data["total"] == 2


def test_a_row_has_its_own_status_of_a_step(cli):
    ran = cli.record("return", "fine", "P1", status="issued")
    assert cli.json("return", "show", ran).data["status"] == "issued"


@EVERY
def test_a_list_is_recorded_whole_or_not_at_all(cli, kind):
    raws = [sample(kind, seed) for seed in range(3)]
    words = words_of(kind, kind.verb, "--from", "-")
    before = cli.vault.read_bytes()
    bad = cli.json(*words, stdin=[raws[0], {**raws[1], "colour": "x"}, raws[2]])
    assert bad.code == 3
    wrong = [p for p in bad.json["problems"] if p["level"] == "error"]
    assert [(p["code"], p["row"], p["field"]) for p in wrong] == [("FLD001", 2, "colour")]
    assert cli.vault.read_bytes() == before
    good = cli.json(*words, stdin=raws).data
    assert good["total"] == len(good["items"]) == 3
    for item, raw in zip(good["items"], raws, strict=True):
        assert shown(cli, kind, item["id"]) == content(kind, raw)


@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_every_field_refuses_what_it_must(cli, kind, field):
    """With a coded problem that never repeats the value; nothing is stored."""
    value, code = BAD[field.kind.name]
    code = "PER005" if names_people(field) else code
    before = cli.vault.read_bytes()
    raw = {**sample(kind), field.name: value}
    ran = cli.json(*words_of(kind, kind.verb), "--from", "-", stdin=raw)
    assert ran.code == 3
    assert (code, field.name) in ran.problems
    assert "qqqq" not in ran.out
    assert cli.vault.read_bytes() == before


@EVERY
def test_a_bad_record_tells_all_its_problems(cli, kind):
    """Every field of it, and the one that there is not."""
    raw = {name: BAD[field.kind.name][0] for name, field in kind.fields.items()}
    ran = cli.json(*words_of(kind, kind.verb), "--from", "-", stdin={**raw, "colour": "x"})
    assert ran.code == 3
    assert {field for _code, field in ran.problems} == {*kind.fields, "colour"}


@EVERY
def test_lists_filter_sort_and_page(cli, kind):
    """`total` is of all pages; a filter takes value or label, and a short ref."""
    words = words_of(kind, "list")
    people = 3 if kind.name == "person" else 0
    raws = [sample(kind, seed) for seed in range(4)]
    made = cli.json(*words_of(kind, kind.verb), "--from", "-", stdin=raws).data["items"]
    everything = cli.json(*words).data
    assert everything["total"] == len(everything["items"]) == 4 + people
    assert set(refs(made)) <= set(refs(everything["items"]))

    pages = [cli.json(*words, "--limit", 3, "--page", page).data for page in (1, 2, 3)]
    assert [len(p["items"]) for p in pages] == [3, 1 + people, 0] if people < 3 else [3, 3, 1]
    paged = [ref for page in pages for ref in refs(page["items"])]
    assert paged == refs(everything["items"])[: len(paged)]
    assert {page["total"] for page in pages} == {4 + people}
    assert cli.json(*words, "--page", 2).data["items"] == []

    # One filter of each kind: tests/desk tries every field.
    filters = [f for f in kind.fields.values() if f.code_list or f.kind.name in ("ref", "refs")]
    for field in {f.kind.name: f for f in filters}.values():
        value = content(kind, raws[0])[field.name]
        one = value[0] if isinstance(value, list) else value
        asked = one.removeprefix("PNH-A-") if not field.code_list else one
        found = cli.json(*words, names_of(field)[0], asked).data
        assert refs(made)[0] in refs(found["items"])
        held = [item[field.name] for item in found["items"]]
        assert all(one in h if isinstance(h, list) else h == one for h in held)

    sortable = list(kind.fields)[-1]
    for spelling in (sortable, sortable.replace("_", "-")):
        up = [i[sortable] for i in cli.json(*words, "--sort", spelling).data["items"]]
        down = [i[sortable] for i in cli.json(*words, "--sort", f"-{spelling}").data["items"]]
        filled = [value for value in up if value is not None]
        assert filled == sorted(filled)
        assert [value for value in down if value is not None] == filled[::-1]


@EVERY
def test_lists_and_records_on_the_screen(cli, kind):
    """A list hides what is protected, `show` tells it; both speak of labels, not codes."""
    raw = sample(kind)
    ref = cli.record(*words_of(kind, kind.verb), **raw)
    listed, opened = cli(*words_of(kind, "list")), cli(*words_of(kind, "show", ref))
    assert (listed.code, opened.code) == (0, 0)
    assert ref.removeprefix("PNH-A-") in listed.out
    assert ref in opened.out
    for name, field in kind.fields.items():
        value = content(kind, raw)[name]
        if field.code_list and isinstance(value, str):
            assert codes.load(field.code_list).label(value).en in opened.out
        if field.kind.identifier and field.column.sensitivity == "protected":
            assert str(value) in opened.out
            assert str(value) not in listed.out


@EVERY
def test_edit(cli, kind):
    """From a file or options; an entry is replaced by another that is listed in its place."""
    ref = cli.record(*words_of(kind, kind.verb), **sample(kind))
    field = next(f for f in reversed(kind.fields.values()) if f.kind.name == "text")
    words = words_of(kind, "edit")
    first = cli.json(*words, ref, names_of(field)[0], "Satu").data
    second = cli.json(*words, first["ref"], "--from", "-", stdin={field.name: "Dua"}).data
    assert shown(cli, kind, second["ref"]) == {**content(kind, sample(kind)), field.name: "Dua"}
    listed = cli.json(*words_of(kind, "list")).data["items"]
    assert refs([second])[0] in refs(listed)
    if kind.model.ENTRY:
        assert len({ref, first["ref"], second["ref"]}) == 3
        assert refs(listed) == refs([second])
        gone = cli.json(*words_of(kind, "show", ref)).data
        assert gone["replaced_by"] == first["ref"]
        again = cli.json(*words, ref, names_of(field)[0], "Tiga")
        assert (again.code, again.problems) == (3, [("REF005", None)])
    else:
        assert (second["ref"], second["rev"]) == (ref, 3)
    optional = next((f for f in kind.fields.values() if not f.required), None)
    if optional is not None:
        spelled = optional.name.replace("_", "-")
        cleared = cli.json(*words, second["ref"], "--clear", spelled).data
        default = content(kind, {**sample(kind), optional.name: None})[optional.name]
        assert shown(cli, kind, cleared["ref"])[optional.name] == default


@pytest.mark.parametrize("verb", ["record", "edit"])
@pytest.mark.parametrize("answer", ["1", "n", "u"])
@pytest.mark.parametrize(("kind", "field"), PEOPLE)
def test_a_person_may_be_given_by_name(terminal, kind, field, verb, answer):
    """In every field that names people: one who is known, or somebody new."""
    cli = terminal.cli
    cli.record("person", "add", name="Zulaika Contoh")
    raw, option = sample(kind, full=False), names_of(field)[0]
    if verb == "edit":
        ref = cli.record(*words_of(kind, kind.verb), **raw)
        words = words_of(kind, "edit", ref)
    else:
        raw.pop(field.name, None)
        words = words_of(kind, kind.verb, *options_of(kind, raw))
    ran = terminal(*words, option, "zulaika contoh", answers={"Who is it": answer})
    assert ran.code == 0, ran
    stored = documents(cli.vault, kind.name)[-1]
    value = stored[field.name]
    assert (value if field.kind.many else [value]) == ["PNH-A-P4" if answer == "1" else "PNH-A-P5"]


@pytest.mark.parametrize("answers", [("1", "1"), ("n", "u"), ("u", "1"), ("?", "9", "1", "x", "n")])
@pytest.mark.parametrize(("kind", "field"), [*PEOPLE, (records.named("person"), None)])
def test_a_list_with_questions_is_stored_whole(terminal, tmp_path, kind, field, answers):
    """One about somebody recorded, one about somebody of the list; each is told with its row."""
    cli = terminal.cli
    cli.record("person", "add", name="Zulaika Contoh")
    before = len(documents(cli.vault, kind.name))
    names = ("Mawar Umpama", "Zulaika Contoh", "Melati Umpama", "Mawar Umpama")
    raws: list[dict[str, Any]] = [{"name": name} for name in names]
    if field:
        people = raws
        raws = [sample(kind, seed, full=False) for seed in range(len(people))]
        for raw, one in zip(raws, people, strict=True):
            raw[field.name] = [one] if field.kind.many else one
    path = tmp_path / "daftar.json"
    path.write_text(json.dumps(raws), encoding="utf-8")
    words = words_of(kind, kind.verb, "--from", path)
    ran = terminal(*words, answers={"Who is it": answers})
    assert ran.code == 0, ran
    assert "Row 2 of 4 · Zulaika Contoh" in ran.err
    assert "Row 4 of 4 · Mawar Umpama" in ran.err
    known = sum(1 for answer in answers if answer == "1")
    people_now = len(documents(cli.vault, "person"))
    assert people_now == 4 + 4 - known
    if field and kind.name != "identity-decision":  # answers are kept as such
        assert len(documents(cli.vault, kind.name)) == before + len(raws)


@pytest.mark.parametrize("verb", ["record", "edit"])
@pytest.mark.parametrize(("kind", "field"), PEOPLE)
def test_a_name_that_nobody_has_is_somebody_new_where_that_is_said(cli, kind, field, verb):
    """Without it, a script is refused."""
    raw, option = sample(kind, full=False), names_of(field)[0]
    words = words_of(kind, kind.verb, *options_of(kind, {**raw, field.name: []}))
    if verb == "edit":
        words = words_of(kind, "edit", cli.record(*words_of(kind, kind.verb), **raw))
    words += [option, "Zulaika Contoh"]
    assert cli.json(*words).problems == [("PER005", field.name)]
    ref = cli.json(*words, "--new").data["ref"]
    value = shown(cli, kind, ref)[field.name]
    assert (value if field.kind.many else [value]) == ["PNH-A-P4"]
    assert documents(cli.vault, "person")[-1]["name"] == "Zulaika Contoh"


@EVERY
def test_an_edit_tells_old_and_new(cli, kind):
    """Protected values only as far as lists and the log tell them."""
    ref = cli.record(*words_of(kind, kind.verb), **sample(kind))
    other = sample(kind, 1)
    changed = {
        n: v for n, v in other.items() if content(kind, other)[n] != content(kind, sample(kind))[n]
    }
    told = cli(*words_of(kind, "edit", ref), "--from", "-", stdin=changed)
    assert told.code == 0, told
    assert (f"in place of {ref}." in told.out) == kind.model.ENTRY
    for name in changed:
        field = kind.fields[name]
        (line,) = [x for x in told.out.splitlines() if x.startswith(f"  {field.column.title}: ")]
        assert " → " in line
        if field.column.sensitivity == "protected" and field.kind.name == "text":
            assert line.endswith("••• → •••")
    data = cli.json(*words_of(kind, "edit", refs_of_now(cli, kind)), *_text_option(kind)).data
    assert data["changed"] == [_last_text(kind).name]


def refs_of_now(cli, kind):
    """The ref of the one record that a test made and that stands."""
    items = cli.json(*words_of(kind, "list")).data["items"]
    return max(items, key=lambda one: one["id"])["ref"]


def _last_text(kind):
    return next(f for f in reversed(kind.fields.values()) if f.kind.name == "text")


def _text_option(kind):
    return [names_of(_last_text(kind))[0], "Lain sama sekali"]


@pytest.mark.parametrize(("kind", "field"), LISTS)
def test_a_list_is_replaced_after_a_question(terminal, kind, field):
    """A script replaces it; an officer is told what would go, and how to add to it instead."""
    cli = terminal.cli
    raw = sample(kind)
    ref = cli.record(*words_of(kind, kind.verb), **raw)
    held = shown(cli, kind, ref)[field.name]
    assert len(held) > 1
    value = (
        "PNH-A-P3"
        if names_people(field)
        else next(v for v in content(kind, sample(kind, 2))[field.name] if v not in held)
        if field.code_list
        else "Nama Lain"
    )
    words = words_of(kind, "edit", ref, names_of(field)[0], value)
    before = cli.vault.read_bytes()
    ran = terminal(*words, answers={"Replace": ""})
    assert (ran.code, cli.vault.read_bytes()) == (130, before)
    assert f"{len(held)} values stand here" in ran.err
    assert terminal(*words, answers={"Replace": "y"}).code == 0
    assert shown(cli, kind, ref)[field.name] == [value]
    option = names_of(field)[0].removeprefix("--")
    added = terminal(*words_of(kind, "edit", ref, f"--add-{option}", held[0]))
    assert (added.code, shown(cli, kind, ref)[field.name]) == (0, [value, held[0]])
    taken = terminal(*words_of(kind, "edit", ref, f"--remove-{option}", value))
    assert (taken.code, shown(cli, kind, ref)[field.name]) == (0, [held[0]])
    assert cli.json(*words_of(kind, "edit", ref, names_of(field)[0], value)).code == 0


@pytest.mark.parametrize("way", ["clear", "option", "prompt"])
@pytest.mark.parametrize(("kind", "field"), LISTS)
def test_a_list_is_emptied_after_a_question(terminal, kind, field, way):
    cli = terminal.cli
    ref = cli.record(*words_of(kind, kind.verb), **sample(kind))
    held = shown(cli, kind, ref)[field.name]
    name = names_of(field)[0]
    ways = {"clear": ["--clear", name.removeprefix("--")], "option": [name, "-"], "prompt": []}
    words = words_of(kind, "edit", ref, *ways[way])
    answers = {f"{field.column.title} [": "-"} if way == "prompt" else {}
    ran = terminal(*words, answers={**answers, "? [y/N]": ""})
    assert (ran.code, shown(cli, kind, ref)[field.name]) == (130, held)
    assert f"{len(held)} values stand here" in ran.err
    assert terminal("--yes", *words, answers=answers).code == 0
    last = [k for k in documents(cli.vault, kind.name) if not k["withdrawn"]][-1]
    assert last[field.name] == field.kept(field.default)


@EVERY
def test_an_edit_that_is_refused_changes_nothing(cli, kind):
    ref = cli.record(*words_of(kind, kind.verb), **sample(kind))
    before = cli.vault.read_bytes()
    words = words_of(kind, "edit", ref)
    assert cli.json(*words).problems == [("FLD006", None)]
    needed = next((f.name for f in kind.fields.values() if f.required), None)
    assert cli.json(*words, "--clear", needed).problems == [("FLD007", needed)]
    assert cli.json(*words, "--from", "-", stdin={"colour": "x"}).problems == [("FLD001", "colour")]
    assert cli.vault.read_bytes() == before


@EVERY
def test_withdraw(cli, kind):
    """With a reason that stays; it is out of lists, but not gone."""
    others = cli.json(*words_of(kind, "list")).data["total"]
    ref = cli.record(*words_of(kind, kind.verb), **sample(kind))
    words = words_of(kind, "withdraw", ref)
    assert cli.json(*words).code == 2
    assert cli.json(*words, "--reason", " ").problems == [("REQ001", "reason")]
    assert cli.json(*words, "--reason", "salah orang").data["ref"] == ref
    assert cli.json(*words_of(kind, "list")).data["total"] == others
    assert cli.json(*words_of(kind, "list"), "--withdrawn").data["total"] == others + 1
    assert cli.json(*words_of(kind, "show", ref)).data["withdrawn"] == "salah orang"
    assert "salah orang" in cli(*words_of(kind, "show", ref)).out
    assert cli.json(*words, "--reason", "lagi").problems == [("REF005", None)]


@EVERY
def test_on_a_terminal_what_a_withdrawal_needs_is_asked(terminal, kind):
    """The ref and the reason; a blank answer is none, and Ctrl-C leaves the record."""
    cli = terminal.cli
    ref = cli.record(*words_of(kind, kind.verb), **sample(kind))
    words, before = words_of(kind, "withdraw"), cli.vault.read_bytes()
    stopped = terminal(*words, ref, answers={"--reason": KeyboardInterrupt})
    assert (stopped.code, cli.vault.read_bytes()) == (130, before)
    assert terminal("--no-input", *words, ref).code == 2
    answers = {"REF": ref, "--reason": ["", "- salah orang"]}
    assert terminal(*words, answers=answers).code == 0
    assert cli.json(*words_of(kind, "show", ref)).data["withdrawn"] == "- salah orang"


@EVERY
def test_a_template_has_the_titles_in_both_languages(cli, tmp_path, kind):
    path = tmp_path / "kosong.xlsx"
    data = cli.json("exchange", "template", kind.name, path).data
    assert (data["file"], data["kinds"]) == (str(path), [kind.name])
    titles = [str(cell.value) for cell in load_workbook(path)[sheet_name(kind, "en")][TITLES_ROW]]
    for field in kind.fields.values():
        title = both(field.column.title)
        head = next(t for t in titles if t.removesuffix(" *") == str(title))
        assert title.id in head
        assert title.en in head


@EVERY
def test_out_and_back(cli, tmp_path, kind):
    """Export, change a cell, check, import; the second import changes nothing."""
    path = tmp_path / "keluar.xlsx"
    raws = [sample(kind, seed) for seed in range(2)]
    cli.json(*words_of(kind, kind.verb), "--from", "-", stdin=raws)
    left = cli.json("exchange", "export", kind.name, path, "--purpose", "case-handling").data
    people = 3 if kind.name == "person" else 0
    assert left["counts"] == {kind.name: 2 + people}
    field = next(f for f in reversed(kind.fields.values()) if f.kind.name == "text")
    path.write_bytes(with_changes(path, {(kind, 4, field.name): "Diubah di pusat"}))

    before = cli.vault.read_bytes()
    checked = cli.json("exchange", "check", path)
    assert checked.data["changed"] == 1
    assert checked.data["stored"] is False
    assert cli.json("exchange", "import", path, "--dry-run").data == checked.data
    assert cli.vault.read_bytes() == before

    done = cli.json("exchange", "import", path)
    check_envelope(done, "exchange import", "ok")
    counts = ("read", "added", "changed", "unchanged", "parked", "refused")
    assert [done.data[c] for c in counts] == [2 + people, 0, 1, 1 + people, 0, 0]
    (row,) = [r for r in done.data["rows"] if r["account"] == "changed"]
    assert (row["sheet"], row["row"], row["fields"]) == (sheet_name(kind, "en"), 4, [field.name])
    assert shown(cli, kind, row["ref"])[field.name] == "Diubah di pusat"

    again = cli.json("exchange", "import", path).data
    assert [again[c] for c in counts] == [2 + people, 0, 0, 2 + people, 0, 0]
    ledger = cli.json("exchange", "list").data["items"]
    assert [line["direction"] for line in ledger] == ["import", "import", "export"]


@EVERY
def test_a_dash_empties_a_field_as_it_does_at_the_questions(cli, kind):
    """A needed one cannot be emptied; `--clear` takes a field by its option too."""
    edit, raw = words_of(kind, "edit"), sample(kind)
    ref = cli.json(*words_of(kind, kind.verb), "--from", "-", stdin=[raw]).data["ref"]
    needed = next(f for f in kind.fields.values() if f.required)
    for option in names_of(needed):
        for way in ([option, "-"], ["--clear", option.removeprefix("--")]):
            assert ("FLD007", needed.name) in cli.json(*edit, ref, *way).problems
    optional = [f for f in kind.fields.values() if not f.required]
    for field, option in ((f, option) for f in optional[:1] for option in names_of(f)):
        done = cli.json(*edit, ref, option, "-")
        assert done.code == 0
        ref = done.data["ref"]
        assert shown(cli, kind, ref)[field.name] == field.kept(field.default)
        assert cli.json(*edit, ref, "--clear", option.removeprefix("--")).code == 0


@pytest.mark.parametrize(("kind", "field"), LISTS)
def test_a_list_that_is_cleared_has_what_is_added_alone(cli, kind, field):
    raws = [sample(kind, seed) for seed in range(2)]
    made = cli.json(*words_of(kind, kind.verb), "--from", "-", stdin=raws[:1])
    added = "PNH-A-P3" if field.kind.name == "refs" else raws[1][field.name][0]
    option = names_of(field)[0].removeprefix("--")
    words = ["--clear", option, f"--add-{option}", added]
    done = cli.json(*words_of(kind, "edit"), made.data["ref"], *words)
    assert done.code == 0
    assert shown(cli, kind, done.data["ref"])[field.name] == [added]
