"""Ctrl-C while something is stored, and what is known of what was."""

from __future__ import annotations

import signal
import threading

import pytest

from attache import stopping
from attache.stopping import stoppable, undisturbed


def stop():
    signal.raise_signal(signal.SIGINT)


@pytest.fixture(autouse=True)
def _as_python_has_it(monkeypatch):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    stopping.begin()
    yield
    signal.signal(signal.SIGINT, before)
    stopping.begin()


def test_what_is_stored_is_noted_before_ctrl_c_is_heard():
    def store():
        with undisturbed():
            stop()
            stop()
            stopping.note_stored()

    with pytest.raises(KeyboardInterrupt):
        store()
    assert stopping.has_stored()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    stopping.begin()
    assert not stopping.has_stored()


def test_it_is_heard_after_the_outermost_step_only():
    done = []

    def store():
        with undisturbed():
            with undisturbed():
                stop()
            done.append("after the inner one")

    with pytest.raises(KeyboardInterrupt):
        store()
    assert done


def test_while_a_file_is_written_beside_the_old_one_it_is_heard():
    written = []

    def store():
        with undisturbed():
            for part in stoppable("abc"):
                written.append(part)
                if part == "b":
                    stop()
            stopping.note_stored()

    with pytest.raises(KeyboardInterrupt):
        store()
    assert (written, stopping.has_stored()) == (["a", "b"], False)


def test_outside_of_a_step_it_is_heard_at_once():
    assert [*stoppable("abc")] == ["a", "b", "c"]
    with pytest.raises(KeyboardInterrupt):
        stop()
    with undisturbed():
        pass
    with pytest.raises(KeyboardInterrupt):
        stop()


def test_what_goes_wrong_in_a_step_is_told_and_not_that_somebody_stopped_it():
    def fail():
        with undisturbed():
            stop()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()


def test_where_ctrl_c_is_ignored_or_belongs_to_another_thread_nothing_changes():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with undisturbed():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        stop()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    seen = []

    def work():
        with undisturbed():
            seen.append(signal.getsignal(signal.SIGINT))

    other = threading.Thread(target=work)
    other.start()
    other.join()
    assert seen == [signal.default_int_handler]


def test_a_look_that_is_stored_changes_nothing():
    with stopping.uncounted():
        stopping.note_stored()
    assert not stopping.has_stored()
    stopping.note_stored()
    with stopping.uncounted():
        pass
    assert stopping.has_stored()
