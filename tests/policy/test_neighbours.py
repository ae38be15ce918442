"""The index over the alerts of a mail leaves out only what is different."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.alert import CriticalAlert, Precision
from mailbot.policy.neighbours import Neighbours
from mailbot.policy.repeats import Likeness, likeness
from tests.people import alert

MORNING = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
TIMES = st.sampled_from(
    [None, MORNING, MORNING + timedelta(seconds=33), MORNING.astimezone(), MORNING + timedelta(minutes=1)]
)


@st.composite
def alerts(draw: st.DrawFn) -> CriticalAlert:
    moment = draw(TIMES)
    return alert(
        mpxn=draw(st.sampled_from(["", "1012345678903", "1500123456780"])),
        device=draw(st.sampled_from(["", "00-1D-24-02-01-A0-0B-11", "00-1D-24-02-01-A0-0B-12"])),
        code=draw(st.sampled_from(["", "8F3F", "8F3E"])),
        counter=draw(st.sampled_from(["", "7", "8"])),
        raised_at=moment,
        precision=draw(st.sampled_from([Precision.MINUTE, Precision.SECOND])) if moment else Precision.NONE,
    )


@given(st.lists(alerts(), max_size=12))
def test_whoever_is_left_out_is_different(several: list[CriticalAlert]) -> None:
    near = Neighbours(several)
    for one in several:
        places = near.of(one)
        assert places == sorted(set(places))
        others = (other for place, other in enumerate(several) if place not in places)
        assert all(likeness(one, other) is Likeness.DIFFERENT for other in others)


def test_alerts_of_other_minutes_are_not_compared() -> None:
    several = [alert(raised_at=MORNING + timedelta(minutes=number)) for number in range(50)]
    near = Neighbours(several)
    assert [near.of(each) for each in several] == [[place] for place in range(50)]
