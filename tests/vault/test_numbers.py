"""Numbers that were given out are never given again, whatever has become of the counters."""

from __future__ import annotations

import pytest

from attache.vault.numbers import behind, count_on, given
from attache.vault.vault import Vault
from attache.vault.views import COUNTERS, ERASED
from tests import opening
from tests.desk.offices import peopled
from tests.vault.conftest import AT


@pytest.fixture
def vault(tmp_path):
    return opening.lay(tmp_path / "post.vault", peopled())


def lose(work, *counters):
    work._db.of(COUNTERS).delete({*counters})


def test_what_is_there_says_what_the_counters_say(vault):
    db = vault.view()._db
    known = vault.view().counters()
    assert known["person"] > 1
    assert given(db) == known
    assert behind(db) == {}
    db.of(COUNTERS).delete({*known})
    assert given(db) == known == behind(db)


@pytest.mark.parametrize("last", [0, 1])
def test_counters_that_were_set_back_count_on(vault, last):
    db, known = vault.view()._db, vault.view().counters()
    db.of(COUNTERS).put({name: {"last": last, "at": AT} for name in known})
    count_on(db)
    counters = db.of(COUNTERS).documents()
    assert {name: counter["last"] for name, counter in counters.items()} == known
    assert {counter["at"] for counter in counters.values()} == {AT}
    assert behind(db) == {}


@pytest.mark.parametrize("erased", [False, True])
def test_without_a_counter_the_next_number_is_a_new_one(vault, erased):
    """That of the last one also where nothing but its erasure, or the log, tells of it."""
    with vault.work("add", AT) as work:
        last = work.add("person", next(work.every("person")).content)
    if erased:
        with vault.work("erase", AT) as work:
            work.erase(work.get(last.ref), "permintaan")
            work.forget({last.id})
        vault.renew()
    with vault.work("vault backup", AT) as work:
        lose(work, "person")
        work.note("backup", work.profile())
    again = Vault(vault.path, vault.access)
    assert "person" not in again.view().counters()
    with again.work("add", AT) as work:
        new = work.add("person", next(work.every("person")).content)
    assert int(new.ref.partition("-P")[2]) == int(last.ref.partition("-P")[2]) + 1


def test_numbers_of_other_seats_and_posts_are_not_its_own(vault):
    db, known = vault.view()._db, vault.view().counters()
    stones = {n: {"ref": ref} for n, ref in enumerate(("PNH-B-P900", "JKT-A-P900", "P900", "–"))}
    db.of(ERASED).put({str(n): stone for n, stone in stones.items()})
    assert given(db) == known
