"""Lists with filters, what is due, where a person stands, what belongs to what."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from unicodedata import combining, normalize

import pytest

from attache import codes, language, records
from attache.desk import looking, recording
from attache.desk.filters import Filters
from attache.problems import Refused
from attache.records.record import mentioned
from attache.vault import View
from tests.desk.offices import sample

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
CONSULTATION = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}


@pytest.fixture
def refs(office):
    """The numbers of the records that a list has, in its order."""

    def of(kind, *args, **filters):
        found = looking.listing(office(*args), records.named(kind), Filters(**filters))
        return [k.ref.removeprefix("PNH-A-") for k in found.items]

    return of


@pytest.fixture
def five(record):
    """Consultations of five days, the first one the latest."""
    for day in range(5, 0, -1):
        record("consultation", **CONSULTATION, on=f"2026-09-0{day}")


def test_the_newest_come_first_and_pages_cut_them(refs, five):
    assert refs("consultation") == ["C1", "C2", "C3", "C4", "C5"]
    assert refs("consultation", limit=2) == ["C1", "C2"]
    assert refs("consultation", limit=2, page=3) == ["C5"]
    assert refs("consultation", limit=2, page=4) == []


def test_the_total_is_of_all_pages(office, five):
    assert looking.listing(office(), records.named("consultation"), Filters(limit=2)).total == 5


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2026-09-04", None, ["C1", "C2"]),
        (None, "2 September 2026", ["C4", "C5"]),
        ("3/9/2026", "3/9/26", ["C3"]),
        ("yesterday", None, []),
    ],
)
def test_a_period_holds_its_first_and_last_day(refs, five, since, until, found):
    assert refs("consultation", since=since, until=until) == found


def test_a_record_without_a_day_has_the_day_on_which_it_was_recorded(office, refs):
    """As the post's clock showed it: 23:30 UTC is the next morning in Phnom Penh."""
    late = datetime(2026, 9, 30, 23, 30, tzinfo=UTC)
    recording.record(office(late), records.named("programme"), [sample(records.named("programme"))])
    assert refs("programme", late, since="2026-10-01") == ["G1"]
    assert refs("programme", late, until="2026-09-30") == []


@EVERY
def test_every_coded_field_is_a_filter(office, kind):
    """By value, and by label in either language; another value finds nothing."""
    raw = sample(kind)
    (new,) = recording.record(office(), kind, [raw]).kept
    for name, field in kind.fields.items():
        if not field.code_list:
            continue
        held = new.document()[name]
        one = held[0] if isinstance(held, list) else held
        found = looking.listing(office(), kind, Filters(where={name: one}))
        assert new.ref in [k.ref for k in found.items], name


@pytest.mark.parametrize("spelling", ["P1", "p1", "PNH-A-P1", "id"])
def test_a_ref_in_a_filter_may_be_given_in_any_form(office, refs, record, spelling):
    """On the seat that made it, the short ref is enough: in filters too."""
    given = office().view.get("P1").id if spelling == "id" else spelling
    record("consultation", **CONSULTATION, persons=["P1"])
    record("consultation", **CONSULTATION, persons=["P2", "P1"])
    record("consultation", **CONSULTATION)
    record("note", about="P1", text="Contoh")
    assert refs("consultation", where={"persons": given}) == ["C2", "C1"]
    assert refs("note", where={"about": given}) == ["N1"]
    assert refs("consultation", where={"persons": "P3"}) == []
    assert refs("consultation", where={"persons": "P99"}) == []


def as_seen(field, value):
    """What a person sorts by: of a code its label, of a text its letters, numbers by value."""
    if isinstance(value, tuple):
        return [as_seen(field, one) for one in value]
    if field.code_list:
        value = codes.load(field.code_list).label(value).en
    elif field.kind.name in ("day", "partial-day", "count", "amount"):
        return value
    letters = [c for c in normalize("NFD", str(value).casefold()) if not combining(c)]
    parts = re.split(r"(\d+)", "".join(letters))
    return [int(p) if p.isdigit() else re.sub(r"[^\w]+", " ", p) for p in parts]


@EVERY
def test_every_field_sorts_both_ways_with_blanks_last(office, kind):
    raws = [*(sample(kind, seed) for seed in range(6)), sample(kind, 9, full=False)]
    recording.record(office(), kind, raws, new_people="different")
    for name, field in kind.fields.items():
        up, down = (
            [getattr(k.content, name) for k in listed.items]
            for listed in (
                looking.listing(office(), kind, Filters(sort=sort)) for sort in (name, f"-{name}")
            )
        )
        seen = [as_seen(field, value) for value in up if value not in (None, ())]
        assert seen == sorted(seen), name
        assert [as_seen(field, v) for v in down if v not in (None, ())] == seen[::-1], name
        for found in (up, down):
            blanks = [value in (None, ()) for value in found]
            assert blanks == sorted(blanks), name


def test_names_are_sorted_as_people_do(refs, office):
    names = ["Étienne 10", "étienne 2", "Nur’aini", "Nur Zahra", "ayu", "Ayu"]
    raws = [{"name": name, "sex": "unknown"} for name in names]
    recording.record(office(), records.named("person"), raws, new_people="different")
    found = looking.listing(office(), records.named("person"), Filters(sort="name")).items
    ours = [k.content.name for k in found if k.content.name in names]
    assert ours == ["Ayu", "ayu", "étienne 2", "Étienne 10", "Nur Zahra", "Nur’aini"]


@pytest.mark.parametrize("language_", ["id", "en"])
def test_codes_are_sorted_by_what_they_are_called(office, record, monkeypatch, language_):
    monkeypatch.setattr(language, "_chosen", language_)
    for topic in ("stay", "death", "splp", "crime"):
        record("consultation", **CONSULTATION | {"topic": topic})
    found = looking.listing(office(), records.named("consultation"), Filters(sort="topic")).items
    labels = codes.load("consultation-topic")
    called = [getattr(labels.label(k.content.topic), language_).casefold() for k in found]
    assert called == sorted(called)
    assert len(called) == 4


FOUND = pytest.mark.parametrize(
    "search",
    [
        "Rifa'i",
        "Rifa’i",
        "rifaʼi",
        "RIFA`I",
        "rifai",
        "Nur'aini",
        "nuraini",
        "ditahan majikan",
        "majikan  DITAHAN",
        "ditahan oleh majikan",
        "Rene",
        "Rene\u0301",
        "rené paspor nur",
        "C1",
        "pnh-a-c1",
        "walk-in",
        "(",
    ],
)


@FOUND
def test_a_search_does_not_mind_how_words_are_written(refs, record, search):
    """Apostrophes, accents, spaces, case, and the order of words; all of them must be there."""
    record(
        "consultation",
        **CONSULTATION
        | {
            "caller": "Ibu Nur’aini",
            "summary": "Paspor Rifa’i ditahan oleh   majikan",
            "advice": "Hubungi René\n(kantor)",
        },
    )
    record("consultation", **CONSULTATION | {"summary": "Paspor ada", "channel": "email"})
    assert refs("consultation", search=search) == ["C1"]
    assert refs("consultation", search=f"{search} tiada") == []


@pytest.mark.parametrize("search", ["rahanol", "0190", "T01", "✓"])
def test_a_search_looks_at_what_a_record_says_only(refs, record, search):
    """Not across words, not into an id or a time that no list shows."""
    record("consultation", **CONSULTATION | {"summary": "ditahan oleh"})
    assert refs("consultation", search=search) == []


@EVERY
def test_a_search_finds_every_value_of_every_field(office, kind):
    """Written in capitals, without its signs, or backwards by words."""
    (new,) = recording.record(office(), kind, [sample(kind)]).kept
    for name in kind.fields:
        value = getattr(new.content, name)
        for text in map(str, value if isinstance(value, tuple) else [value] if value else []):
            for search in (text, text.upper(), " ".join(reversed(text.split()))):
                found = looking.listing(office(), kind, Filters(search=search)).items
                assert new.ref in [k.ref for k in found], (name, search)


@EVERY
def test_a_search_finds_the_names_that_a_list_prints(office, kind):
    """Beside the refs of a record; together with what else it says, and in any order."""
    (new,) = recording.record(office(), kind, [sample(kind)]).kept
    for field, ref in mentioned(new.content):
        name = getattr(office().view.get(ref).content, "name", "")
        for search in filter(str.strip, (name, " ".join(reversed(name.upper().split())))):
            for words in (search, f"{search} {new.ref}"):
                listing = looking.listing(office(), kind, Filters(search=words))
                assert new.ref in [k.ref for k in listing.items], field.name
                assert new not in listing.by_protected
            nobody = Filters(search=f"{search} tiada")
            assert looking.listing(office(), kind, nobody).total == 0


def test_no_name_is_looked_up_without_a_search(office, record, monkeypatch):
    for _number in range(3):
        record("consultation", **CONSULTATION, persons=["P1", "P2"])
    here, kind = office(), records.named("consultation")
    sought, find = [], View.find

    def noted(view, ref):
        sought.append(ref)
        return find(view, ref)

    monkeypatch.setattr(View, "find", noted)
    assert (looking.listing(here, kind, Filters()).total, sought) == (3, [])
    assert (looking.listing(here, kind, Filters(search="tiada")).total, len(sought)) == (0, 2)


@pytest.mark.parametrize(
    ("sort", "near"),
    [
        ("nama", "name"),
        ("-brith_date", "birth_date"),
        ("tanggal_lahir", "birth_date"),
        ("nosuch", "phone"),
        ("qqqq", None),
    ],
)
def test_a_field_to_sort_by_that_there_is_not_names_the_nearest(office, sort, near):
    """By its name, or by its title in either language."""
    with pytest.raises(Refused) as refused:
        looking.listing(office(), records.named("person"), Filters(sort=sort))
    (found,) = refused.value.problems
    assert (found.code, found.field) == ("FLD002" if near else "FLD001", "sort")
    assert found.args.get("nearest") == near
    assert not near or near in found.fix(lambda text: language.say("id", text))  # as it is typed


@pytest.mark.parametrize("kind", records.RECORD_TYPES, ids=lambda t: t.name)
def test_what_is_near_is_a_field_that_can_be_sorted_by(office, kind):
    for word in ("ref", "no", "row", "tempat tanggal lahir", *(n[:-1] for n in kind.fields)):
        if word not in kind.fields:
            with pytest.raises(Refused) as refused:
                looking.listing(office(), kind, Filters(sort=word))
            (found,) = refused.value.problems
            assert found.args.get("nearest", "name") in {*kind.fields, "name"}


def test_everything_wrong_with_the_filters_is_said_at_once(office):
    wrong = Filters(since="besok lusa", until="x", where={"topic": "stya"}, sort="colour")
    with pytest.raises(Refused) as refused:
        looking.listing(office(), records.named("consultation"), wrong)
    found = [(p.code, p.field) for p in refused.value.problems]
    assert found == [
        ("DAT001", "since"),
        ("DAT001", "until"),
        ("COD002", "topic"),
        ("FLD001", "sort"),
    ]
    backwards = Filters(since="today", until="yesterday")
    with pytest.raises(Refused) as refused:
        looking.listing(office(), records.named("consultation"), backwards)
    assert [(p.code, p.field) for p in refused.value.problems] == [("DAT008", "until")]


def test_withdrawn_entries_are_listed_only_when_asked_for(office, refs, record):
    record("note", about="P1", text="Satu")
    record("note", about="P1", text="Dua")
    recording.withdraw(office(), "N1", "keliru")
    assert refs("note") == ["N2"]
    assert refs("note", withdrawn=True) == ["N2", "N1"]


def test_due_is_what_has_reached_its_day_and_is_not_final(office, record):
    for on, outcome in (
        ("2026-10-02", "in-progress"),
        ("2026-10-01", "in-progress"),
        ("2026-09-30", "referred"),
        ("2026-09-29", "resolved"),
        (None, "in-progress"),
    ):
        record("consultation", **CONSULTATION, on="2026-09-01", follow_up=on, outcome=outcome)

    def due(by):
        return [str(k.content.follow_up) for k in looking.due(office(), by)]

    assert due("today") == ["2026-09-30", "2026-10-01"]
    assert due("tomorrow") == ["2026-09-30", "2026-10-01", "2026-10-02"]
    with pytest.raises(Refused):
        due("kapan-kapan")


def test_a_person_stands_where_the_latest_fact_of_each_axis_says(office, record):
    common = {"person": "P1", "source": "person-stated"}
    record("status-fact", **common, fact="stay-overstay", on="2026-09-02")
    record("status-fact", **common, fact="stay-permitted", on="2026-09-01")
    record("status-fact", **common, fact="document-held-by-employer", on="2026-08-01")
    record("status-fact", **common | {"person": "P2"}, fact="stay-permitted", on="2026-09-09")
    gone = record("status-fact", **common, fact="stay-permitted", on="2026-09-03")
    recording.withdraw(office(), gone.ref, "keliru")
    facts = looking.current_facts(office(), "PNH-A-P1")
    assert {axis: k.content.fact for axis, k in facts.items()} == {
        "stay": "stay-overstay",
        "document": "document-held-by-employer",
    }


def test_what_names_a_record_belongs_to_it(office, record):
    case = record("victim-case", person="P1", channel="walk-in")
    record("note", about=case.ref, text="Satu")
    record("return-step", subject="P1", step="splp", status="requested")
    record("note", about="P2", text="Dua")
    belonging = [k.ref for k in looking.belonging(office(), "PNH-A-P1")]
    assert belonging == [case.ref, "PNH-A-R1"]
    assert [k.ref for k in looking.belonging(office(), case.ref)] == ["PNH-A-N1"]


def test_the_last_used_values_are_those_of_sticky_fields(office, record):
    kind = records.named("consultation")
    assert looking.last_used(office(), kind) == {}
    record("consultation", **CONSULTATION | {"channel": "hotline"}, province="Poipet")
    record("consultation", **CONSULTATION | {"channel": "email"})
    assert looking.last_used(office(), kind) == {"channel": "email"}


def test_refs_are_offered_as_they_are_being_typed(office):
    def offered(typed, *kinds):
        return [ref for ref, _word in looking.offered(office(), typed, kinds)]

    assert offered("P") == ["P3", "P2", "P1"]
    assert offered("p2") == ["P2"]
    assert offered("PNH-A-P1", "person") == ["PNH-A-P1"]
    assert offered("", "consultation") == []
