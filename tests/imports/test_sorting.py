"""The sort of more lines than memory holds."""

import random
import resource

import pytest

from mailbot.imports.sorting import Sorter
from mailbot.model.errors import PermanentFailure


@pytest.mark.parametrize("run", [1, 7, 100, 1000])
@pytest.mark.parametrize("count", [0, 1, 7, 100])
def test_lines_come_out_once_each_in_order(tmp_path, run, count):
    lines = [f"{number:04d}\tx\n" for number in range(count)] + ["0000\tx\n"] * (count > 1)
    shuffled = random.Random(run).sample(lines, len(lines))
    with Sorter(tmp_path, run) as sorter:
        for line in shuffled:
            sorter.add(line)
        assert sorter.taken == len(lines)
        assert list(sorter.lines()) == sorted(lines)


def test_a_shorter_meter_point_comes_before_a_longer_one_that_begins_like_it(tmp_path):
    with Sorter(tmp_path, 1) as sorter:
        for line in ("1234567\t1\n", "123456\t2\n", "1234560\t3\n"):
            sorter.add(line)
        assert [line.split("\t")[0] for line in sorter.lines()] == ["123456", "1234560", "1234567"]


def test_it_leaves_no_file_behind_and_shows_none(tmp_path):
    with Sorter(tmp_path, 2) as sorter:
        for number in range(10):
            sorter.add(f"{number}\n")
        next(sorter.lines())
        assert list(tmp_path.iterdir()) == []
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(PermanentFailure, match="No file can be written in .* too large"):
            with Sorter(tmp_path, 1000) as sorter:
                for number in range(1000):
                    sorter.add(f"{number:09d}\n")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
