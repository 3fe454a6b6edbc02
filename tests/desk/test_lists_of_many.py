"""That a list of many is recorded as few are, and that its time grows no faster than it does."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache import records
from attache.desk import known
from attache.desk.decisions import DECISION
from attache.desk.questions import Answer, Place
from attache.desk.recording import record
from attache.problems import AttacheError
from attache.vault import View
from tests import opening
from tests.desk import offices
from tests.desk.offices import documents
from tests.samples import example

NAMES = ("Siti Contoh", "Sitti Contoh", "Siti Nur Contoh", "Budi Misal", "Nur Contoh")
NIKS = (None, None, "3201991708010001", "3201991708010007")
DAYS = ("2001-08-17", "2001-08-18", "2001", None)
PERSON = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "nik": st.sampled_from(NIKS),
        "birth_date": st.sampled_from(DAYS),
        "mother_name": st.sampled_from((None, "Tuti Misal")),
    }
)
MEANT = st.sampled_from(("different", "unsure", "PNH-A-P1", "PNH-A-P4", Place(1), Place(2)))


def became(folder, few, kind, raws, said):
    """What a list came to, and what is stored then, where so many are looked for one by one."""
    vault = folder / f"{few}.vault"
    opening.lay(vault, offices.peopled())
    answers = {
        Place(n, "" if kind.name == "person" else "persons"): Answer(meant, frozenset(offered))
        for n, (meant, offered) in said.items()
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "FEW", few)
        try:
            done = record(offices.office_at(vault), kind, raws, answers=answers)
        except AttacheError as kept_out:
            return (kept_out.problems, kept_out.data)
    return (
        [k.ref for k in done.kept],
        done.problems,
        done.changed,
        [p.ref for p in done.people],
        [(d["ref"], {n: v for n, v in d.items() if n != "id"}) for d in documents(vault, "person")],
        [(d["person"], d["other"], d["answer"]) for d in documents(vault, DECISION)],
    )


@pytest.mark.parametrize("kind", ["person", "consultation"])
@given(data=st.data())
def test_looking_for_each_and_knowing_all_come_to_the_same(tmp_path_factory, kind, data):
    """The same answers, questions and candidates in the same order."""
    folder, of = tmp_path_factory.mktemp("lists"), records.named(kind)
    people = data.draw(st.lists(PERSON, min_size=1, max_size=8))
    full = {n: v for n, v in example(of, full=False).items() if n != "persons"}
    raws = people if kind == "person" else [{**full, "persons": [one]} for one in people]
    field = "" if kind == "person" else "persons"
    every = frozenset(["PNH-A-P1", *(Place(row, field) for row in range(1, 9))])
    offered = st.sampled_from((every, frozenset[object]()))
    said = data.draw(st.dictionaries(st.integers(1, 8), st.tuples(MEANT, offered)))
    by_one, at_once = (became(folder, few, of, raws, said) for few in (100, 0))
    assert by_one == at_once


@pytest.mark.parametrize("kind", ["person", "consultation", "victim-case"])
def test_who_is_in_a_long_list_is_not_looked_for_one_by_one(vault, monkeypatch, kind):
    """The lines of all people are gone through so often at most, however long the list is."""
    chance, of = random.Random(5), records.named(kind)
    raws = [example(records.named("person"), full=True, seed=seed) for seed in range(10, 250)]
    raws = [{**raw, "name": f"{chance.choice(NAMES)} {n}"} for n, raw in enumerate(raws)]
    field = {"consultation": "persons", "victim-case": "person"}.get(kind)
    if field:
        raws = [{**example(of, full=False), field: raw} for raw in raws]
    searched, holding = [], View.holding

    def counted(view, table, *parts):
        if table == "person":
            searched.append(parts)
        return holding(view, table, *parts)

    monkeypatch.setattr(View, "holding", counted)
    record(offices.office_at(vault), of, raws[:120], new_people="different")
    first = len(searched)
    record(offices.office_at(vault), of, raws[120:], new_people="different")
    assert len(searched) < 2.5 * first
    assert first < 40 * known.FEW
