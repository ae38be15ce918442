"""What is no news of a delivery, however much it speaks of one: every mail of tests/parse/no_bounces."""

import pytest

from mailbot.model.limits import Limits
from mailbot.parse import automatic, message, report
from mailbot.parse.bounce_signs import News
from tests.parse.sample_texts import Sample, samples

SAMPLES = samples("no_bounces")
AWAY = [each for each in SAMPLES if each.name.startswith("away")]


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_it_is_no_bounce(sample: Sample) -> None:
    mail = message.read(sample.raw, Limits())
    assert report.read(mail) == report.Report(News.NONE, ())
    assert not report.is_bounce(mail)
    assert not report.is_delay(mail)
    assert report.recipients(mail) == ()


@pytest.mark.parametrize("sample", AWAY, ids=str)
def test_absences_are_a_machines(sample: Sample) -> None:
    assert automatic.machine(message.read(sample.raw, Limits()))


def test_there_are_many() -> None:
    assert len(SAMPLES) >= 80
    assert len({each.name for each in SAMPLES}) == len(SAMPLES)
