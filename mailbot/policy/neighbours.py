"""Which alerts of one mail can be alike at all: an index, so that each is compared with few and not with every other.

Takes alerts; gives for each the places of those that `repeats.likeness` may call anything but different: by device and
counter, or by code, meter point or device, and minute; an alert without a time may be any of its meter point and code.
Pure; about linear in the number of alerts.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC

from mailbot.model.alert import CriticalAlert

_ANY = "any time"
_NONE = "no time"
Key = tuple[str, ...]


class Neighbours:
    """The index over the alerts of one mail."""

    def __init__(self, alerts: Sequence[CriticalAlert]) -> None:
        self._places: dict[Key, list[int]] = defaultdict(list)
        for place, alert in enumerate(alerts):
            for key in _stored(alert):
                self._places[key].append(place)

    def of(self, alert: CriticalAlert) -> list[int]:
        """The places of those that may be like it, itself included, in their order."""
        return sorted({place for key in _asked(alert) for place in self._places.get(key, ())})


def _stored(alert: CriticalAlert) -> Iterator[Key]:
    yield from _counted(alert)
    for code, meter in _meters(alert):
        yield code, meter, _ANY
        yield code, meter, _minute(alert)


def _asked(alert: CriticalAlert) -> Iterator[Key]:
    yield from _counted(alert)
    for code, meter in _meters(alert):
        if alert.raised_at is None:
            yield code, meter, _ANY
        else:
            yield code, meter, _minute(alert)
            yield code, meter, _NONE


def _counted(alert: CriticalAlert) -> Iterator[Key]:
    if alert.device and alert.counter:
        yield "counter", alert.device, alert.counter


def _meters(alert: CriticalAlert) -> Iterator[tuple[str, str]]:
    for meter in (alert.mpxn, alert.device):
        if alert.code and meter:
            yield alert.code, meter


def _minute(alert: CriticalAlert) -> str:
    return f"{alert.raised_at.astimezone(UTC):%Y%m%d%H%M}" if alert.raised_at else _NONE
