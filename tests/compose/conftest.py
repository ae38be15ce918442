"""What the tests of this room share: a letterhead, an alert, and a check of the words of a letter."""

from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from mailbot.compose.letters import Letterhead
from mailbot.model.alert import CriticalAlert, Fuel, Precision
from mailbot.model.configuration import Helpdesk
from mailbot.model.letter import Letter
from mailbot.model.mail import Address


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.body, self.found = False, [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.body = self.body or tag == "body"
        if tag in ("td", "p", "tr"):
            self.found.append(" ")

    def handle_data(self, data: str) -> None:
        if self.body:
            self.found.append(data)


def _html_words(html: str) -> list[str]:
    parser = _Words()
    parser.feed(html)
    return "".join(parser.found).split()


def _text_words(text: str) -> list[str]:
    """Word by word, without the dashes of its lists."""
    return [word for line in text.splitlines() for word in line.removeprefix("- ").split()]


@pytest.fixture
def assert_says_the_same() -> Callable[[Letter], None]:
    """A check that a person reads the same words in the text and in the HTML of a letter."""

    def check(letter: Letter) -> None:
        assert _html_words(letter.html) == _text_words(letter.text)

    return check


@pytest.fixture
def head() -> Letterhead:
    alerts = Address("alerts@secas.example", "SECAS Critical Alerts")
    return Letterhead(alerts, alerts, False, Helpdesk(helpdesk_phone="020 7946 0999"))


@pytest.fixture
def alert() -> CriticalAlert:
    return CriticalAlert(
        mpxn="1012345678903",
        fuel=Fuel.ELECTRICITY,
        device="00-1D-24-02-01-A0-0B-11",
        code="8F3F",
        raised_at=datetime(2026, 11, 24, 9, 5, 33, tzinfo=UTC),
        precision=Precision.SECOND,
    )
