"""Whose turn it is at the lock: in the order in which they came, without the dead."""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from contextlib import ExitStack, contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.problems import VaultBusy
from attache.vault import lock, turns
from attache.vault.lock import Lock
from attache.vault.turns import Ticket, Turns

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no turns on Windows")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "post.vault"


def there(path):
    return sorted(p.name for p in path.parent.iterdir() if p.suffix == ".turn")


@contextmanager
def waiting(queue):
    """Somebody who waits, by their ticket."""
    with queue.ticket() as found:
        assert found
        yield found


def drawn(queue):
    """A ticket that is not given up by itself."""
    found = queue._draw()
    assert found
    return found


def killed(ticket):
    """What a kill leaves: the file, with no lock on it."""
    os.close(ticket._handle)


def test_whoever_came_first_goes_first(path):
    queue = Turns(path)
    assert not queue.waits()
    with waiting(queue) as first, waiting(queue) as second:
        assert there(path) == [".post.vault.1.turn", ".post.vault.2.turn"]
        assert (queue.waits(), queue.waits(first.number)) == (True, False)
        assert queue.waits(second.number)
    assert (queue.waits(), there(path)) == (False, [])


def test_the_ticket_of_a_killed_process_is_removed(path):
    queue = Turns(path)
    killed(drawn(queue))
    with waiting(queue) as mine:
        assert (mine.number, there(path)[0]) == (2, ".post.vault.1.turn")
        assert not queue.waits(mine.number)
        assert there(path) == [".post.vault.2.turn"]


def test_the_ticket_of_a_stopped_process_is_passed_over_until_it_goes_on(path):
    queue = Turns(path)
    with waiting(queue) as stopped, waiting(queue) as mine:
        os.utime(stopped._path, (time.time() - 5, time.time() - 5))
        assert not queue.waits(mine.number)
        stopped.touch()
        assert queue.waits(mine.number)


def test_a_ticket_that_takes_the_place_of_one_given_up_is_left_alone(path, monkeypatch):
    """Between opening and locking it another process may have given it up and a third come."""
    queue, asked, came = Turns(path), list[int](), list[Ticket]()
    gone, locks = drawn(queue), turns._locks

    def late(handle):
        if not asked:
            asked.append(handle)
            gone.give_up()
            came.append(drawn(queue))
        return locks(handle)

    monkeypatch.setattr(turns, "_locks", late)
    assert not queue.waits()
    assert there(path) == [".post.vault.1.turn"]
    assert queue.waits()
    came[0].give_up()


def test_a_ticket_that_was_taken_for_one_of_the_dead_is_drawn_again(path, monkeypatch):
    queue, asked, locks = Turns(path), list[int](), turns._locks

    def late(handle):
        asked.append(handle)
        if len(asked) == 1:
            assert not queue.waits()  # this one removes it
        return locks(handle)

    monkeypatch.setattr(turns, "_locks", late)
    with waiting(queue) as mine:
        assert (mine.number, there(path)) == (1, [".post.vault.1.turn"])
        assert queue.waits()


@pytest.mark.parametrize("refusal", [errno.ENOSPC, errno.EACCES])
def test_where_there_is_no_room_for_tickets_the_lock_is_taken_all_the_same(
    path, monkeypatch, refusal
):
    def refuse(_self, _path, _number):
        raise OSError(refusal, os.strerror(refusal))

    monkeypatch.setattr(Ticket, "__init__", refuse)
    monkeypatch.setattr(lock, "LOCK_WAIT", 0.05)
    with Lock(path), pytest.raises(VaultBusy):
        Lock(path).__enter__()
    with Lock(path):
        pass


def test_a_system_without_such_locks_has_no_turns(path, monkeypatch):
    monkeypatch.setattr(turns, "_KNOWN", False)
    monkeypatch.setattr(lock, "LOCK_WAIT", 0.05)
    with Lock(path), Turns(path).ticket() as mine:
        assert (mine, there(path)) == (None, [])
        with pytest.raises(VaultBusy):
            Lock(path).__enter__()


def test_who_holds_the_lock_takes_it_again_while_others_wait(path):
    mine = Lock(path)
    with mine, Turns(path).ticket(), mine.within(0.1):
        pass


def test_who_gives_up_leaves_no_ticket(path, monkeypatch):
    monkeypatch.setattr(lock, "LOCK_WAIT", 0.05)
    with Lock(path), pytest.raises(VaultBusy):
        Lock(path).__enter__()
    assert there(path) == []


def test_a_crowd_is_served_in_the_order_in_which_it_came(path):
    """Each comes when the one before has its ticket; all wait for one who holds the lock."""
    served = list[int]()

    def serve(number):
        with Lock(path):
            served.append(number)

    crowd = [threading.Thread(target=serve, args=(number,)) for number in range(6)]
    with Lock(path):
        for number, one in enumerate(crowd, 1):
            one.start()
            while len(there(path)) < number:
                time.sleep(0.001)
    for one in crowd:
        one.join()
    assert served == [*range(6)]
    assert there(path) == []


@given(st.lists(st.tuples(st.sampled_from(("draw", "give up", "kill")), st.integers(0, 5))))
def test_the_lowest_living_ticket_has_the_turn(tmp_path_factory, steps):
    queue, living = Turns(tmp_path_factory.mktemp("turns") / "post.vault"), list[Ticket]()
    with ExitStack() as left:
        for what, which in steps:
            if what == "draw":
                living.append(drawn(queue))
                assert living[-1].number > max((t.number for t in living[:-1]), default=0)
            elif living:
                ticket = living.pop(which % len(living))
                (ticket.give_up if what == "give up" else lambda t=ticket: killed(t))()
            for place, ticket in enumerate(living):
                assert queue.waits(ticket.number) is (place > 0)
            assert queue.waits() is bool(living)
        for ticket in living:
            left.callback(ticket.give_up)
