"""Work that takes too much of the processor is ended, whatever it does to go on."""

import signal
import threading
import time

import pytest

from mailbot.processor_time import TooLongError, processor_time


def spin(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def stubborn():
    while True:
        try:
            spin(5)
        except Exception:
            continue


def test_work_that_ends_in_time_is_let_alone():
    with processor_time(5):
        spin(0.01)
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
    assert signal.getsignal(signal.SIGVTALRM) is signal.SIG_DFL


@pytest.mark.parametrize("work", [lambda: spin(20), stubborn])
def test_work_without_end_is_ended(work):
    with pytest.raises(TooLongError, match=r"more than 0\.1 seconds of processor time"), processor_time(0.1):
        work()
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
    assert signal.getsignal(signal.SIGVTALRM) is signal.SIG_DFL


def test_waiting_is_no_work():
    with processor_time(0.05):
        time.sleep(0.3)


def test_what_the_work_raises_itself_goes_through():
    with pytest.raises(KeyError), processor_time(5):
        raise KeyError("its own")
    assert signal.getsignal(signal.SIGVTALRM) is signal.SIG_DFL


def test_in_another_thread_it_runs_on():
    done = []

    def work():
        with processor_time(0.01):
            spin(0.1)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]
