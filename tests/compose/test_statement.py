"""The statement: every alert of a day, the worst first, masked, and inert in a spreadsheet."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mailbot.compose import letters, statement
from mailbot.model.alert import CriticalAlert
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
ID = f"<mailbot.{'d' * 32}@secas.example>"


def facts(*told: letters.Told) -> letters.StatementFacts:
    return letters.StatementFacts(
        Address("hannah.reid@larkfield.example"),
        "Larkfield Energy Ltd",
        date(2026, 11, 24),
        datetime(2026, 11, 23, 17, 0, tzinfo=UTC),
        NOW,
        told,
    )


def full(alert: CriticalAlert) -> letters.StatementFacts:
    accepted = datetime(2026, 11, 24, 10, 42, 7, tzinfo=UTC)
    return facts(
        letters.AlreadyPassedOn("CA-6", alert, "CA-4", accepted, "Brightwater"),
        letters.PassedOn("CA-5", alert, "Cobalt"),
        letters.PassedOn("CA-4", alert, "Brightwater", accepted),
        letters.NotForPassingOn("CA-3", alert, ("It is yours.",)),
        letters.Waiting("CA-2", alert, ("Two suppliers fit.",)),
        letters.PleaseAct("CA-1", alert, ("The MPAN is wrong.",), "Please send it again."),
    )


def rows(letter: Letter) -> list[dict[str, str]]:
    (attachment,) = letter.attachments
    assert (attachment.filename, attachment.content_type) == ("statement-2026-11-24.csv", "text/csv")
    return list(csv.DictReader(io.StringIO(attachment.payload.decode("utf-8-sig"))))


def test_every_alert_stands_in_text_and_file_the_worst_first(
    alert: CriticalAlert, head: letters.Letterhead, assert_says_the_same: Callable[[Letter], None]
) -> None:
    letter = letters.statement(full(alert), head, ID, NOW)
    assert letter.kind is LetterKind.STATEMENT
    assert letter.subject == (
        "Statement of 24 November 2026: 6 alerts (1 not passed on, 1 waiting for a person at SECAS, "
        "1 not for passing on, 3 being passed on)"
    )
    assert "from 17:00 on 23 November 2026 to 17:00 on 24 November 2026" in letter.text
    listed = [line.split()[1] for line in letter.text.splitlines() if line.startswith("- ")]
    assert listed == [row["reference"] for row in rows(letter)] == [f"CA-{number}" for number in range(1, 7)]
    assert_says_the_same(letter)


def test_the_file_has_columns_that_a_spreadsheet_can_sort(
    alert: CriticalAlert, head: letters.Letterhead
) -> None:
    told = rows(letters.statement(full(alert), head, ID, NOW))
    assert [row["what_became_of_it"] for row in told] == [
        "not passed on: please act",
        "waiting for a person at SECAS",
        "not for passing on",
        "passed on",
        "being passed on",
        "already passed on as CA-4",
    ]
    assert [row["supplier"] for row in told] == ["", "", "", "Brightwater", "Cobalt", "Brightwater"]
    assert [row["accepted_at_utc"] for row in told][3:] == [
        "2026-11-24T10:42:07+00:00",
        "",
        "2026-11-24T10:42:07+00:00",
    ]
    assert {(row["code"], row["about"]) for row in told} == {("8F3F", "electricity meter point ending 8903")}


def test_the_meter_point_is_nowhere_whole(alert: CriticalAlert, head: letters.Letterhead) -> None:
    letter = letters.statement(full(alert), head, ID, NOW)
    whole = letter.subject + letter.text + letter.html + letter.attachments[0].payload.decode()
    assert "1012345678903" not in whole


@pytest.mark.parametrize("start", ["=1+1", "+44", "-2", "@cmd", "\t=1", "\r\n=1"])
def test_no_cell_is_calculated(start: str, alert: CriticalAlert, head: letters.Letterhead) -> None:
    wild = replace(alert, code=start)
    letter = letters.statement(
        facts(letters.PassedOn("CA-1", wild, start), letters.Waiting("CA-2", wild, (start,))), head, ID, NOW
    )
    cells = [cell for row in rows(letter) for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r\n") and cell]


def test_a_very_long_day_is_listed_up_to_a_limit_and_whole_in_the_file(
    alert: CriticalAlert, head: letters.Letterhead, assert_says_the_same: Callable[[Letter], None]
) -> None:
    many = (letters.PassedOn(f"CA-{number:05d}", alert, "Brightwater", NOW) for number in range(503))
    letter = letters.statement(facts(*many), head, ID, NOW)
    assert letter.text.count("\n- CA-") == statement.LISTED
    assert "There are 3 more alerts in the attached file." in letter.text
    assert len(rows(letter)) == 503
    assert "503 alerts passed on" in letter.subject
    assert_says_the_same(letter)
