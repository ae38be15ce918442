"""What Subjects announce."""

import pytest

from mailbot.parse import bounce_subjects


@pytest.mark.parametrize(
    "subject",
    [
        "Undeliverable: Critical Alert",
        "[EXT] Undeliverable: Critical Alert",
        "*** Undeliverable mail ***",
        "Mail delivery failed: returning message to sender",
        "Returned mail: see transcript for details",
        "failure notice",
        "Delivery Status Notification (Failure)",
        "[Postmaster] Email Delivery Failure",
        "DELIVERY FAILURE: User ann not listed in Domino Directory",
        "Unzustellbar: Critical Alert",
        "Nicht zustellbar: Critical Alert",
        "Non remis : Critical Alert",
        "No se puede entregar: Critical Alert",
        "Não é possível entregar: Critical Alert",
        "Impossibile recapitare: Critical Alert",
        "Onbestelbaar: Critical Alert",
        "Det går inte att leverera: Critical Alert",
        "Kan ikke leveres: Critical Alert",
        "Ei voi toimittaa: Critical Alert",
        "Niedostarczona: Critical Alert",
        "Nelze doručit: Critical Alert",
        "Nie je možné doručiť: Critical Alert",
        "Kézbesíthetetlen: Critical Alert",
        "Nu se poate livra: Critical Alert",
        "Teslim edilemedi: Critical Alert",
        "Δεν είναι δυνατή η παράδοση: Critical Alert",
        "Не удается доставить: Critical Alert",
        "配信不能: Critical Alert",
        "未达: Critical Alert",
        "無法傳遞: Critical Alert",
        "배달되지 않음: Critical Alert",
        "לא ניתן למסור: Critical Alert",
        "تعذر التسليم: Critical Alert",
    ],
)
def test_failed(subject: str) -> None:
    assert bounce_subjects.failed(subject)
    assert not bounce_subjects.delayed(subject)
    for passed_on in ("Fwd: ", "FW: ", "WG: ", "TR : ", "Re: ", "AW: ", "转发："):
        assert not bounce_subjects.failed(passed_on + subject)


@pytest.mark.parametrize(
    "subject",
    [
        "Delayed Mail (still being retried)",
        "Delivery Status Notification (Delay)",
        "Warning: could not send message for past 4 hours",
        "Warning: message 1abc delayed 24 hours",
        "Verzögert: Critical Alert",
        "Retardé : Critical Alert",
        "配信遅延: Critical Alert",
    ],
)
def test_delayed(subject: str) -> None:
    assert bounce_subjects.delayed(subject)
    assert not bounce_subjects.failed(subject)


@pytest.mark.parametrize(
    "subject", ["", "Critical Alert", "Your quota", "The delivery", "[only a tag]", "[tag"]
)
def test_neither(subject: str) -> None:
    assert not bounce_subjects.failed(subject)
    assert not bounce_subjects.delayed(subject)


@pytest.mark.parametrize(
    "subject",
    [
        "Delivered: Critical Alert",
        "Delivery Status Notification (Relay)",
        "Zugestellt: Critical Alert",
        "配信済み：x",
    ],
)
def test_succeeded(subject: str) -> None:
    assert bounce_subjects.succeeded(subject)
    assert not bounce_subjects.failed(subject)
    assert not bounce_subjects.succeeded(f"Re: {subject}")
