"""The digest's words: the subject a telephone shows, the order of the parts, nothing that should not be seen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mailbot.compose.digest import digest, digest_words
from mailbot.compose.digest_facts import (
    AlarmTold,
    DigestFacts,
    Figures,
    LedgerTold,
    LetterTold,
    OpenIncident,
    SuspectContact,
    TroubleTold,
    WaitingItem,
)
from mailbot.compose.digest_parts import age, lasting
from mailbot.compose.letters import Letterhead
from mailbot.model.alert import CriticalAlert
from mailbot.model.configuration import Mode
from mailbot.model.letter import Letter, LetterKind
from mailbot.model.mail import Address

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
BALANCED = LedgerTold("Mails", "received", 1_204, {"relayed": 1_200, "not_sent": 4})
WRONG = replace(BALANCED, faults=("2 mail(s) differ",))
QUIET = DigestFacts(
    number=413,
    day=date(2026, 11, 23),
    since=NOW - timedelta(days=3),
    until=NOW,
    mode=Mode.LIVE,
    figures=Figures(relayed=12),
    ledgers=(BALANCED,),
)


@pytest.fixture
def waits(alert: CriticalAlert) -> WaitingItem:
    return WaitingItem("H-1", "CA-26-000001", alert, "", "Larkfield Energy Ltd", NOW, "", "Why.", urgent=True)


@pytest.fixture
def incident() -> OpenIncident:
    known = NOW - timedelta(hours=2)
    return OpenIncident("I-1", "CA-26-000001", "recall", "", known, known + timedelta(hours=72), waits=False)


def subject(facts: DigestFacts, head: Letterhead) -> str:
    return digest_words(facts, head).subject


def lines(facts: DigestFacts, head: Letterhead) -> list[str]:
    return digest_words(facts, head).text.splitlines()


def test_the_subject_of_a_busy_and_of_a_quiet_day(waits: WaitingItem, head: Letterhead) -> None:
    assert subject(QUIET, head) == "mailbot 413 Mon 23 Nov: nothing to do, 12 relayed, balance OK"
    calm = replace(waits, urgent=False)
    busy = replace(QUIET, number=412, figures=Figures(relayed=47), waiting=(waits, calm, calm))
    assert subject(busy, head) == "mailbot 412 Mon 23 Nov: 3 to do (1 urgent), 47 relayed, balance OK"
    assert ": 1 to do, " in subject(replace(QUIET, waiting=(calm,)), head)


def test_an_incident_is_to_do_once(waits: WaitingItem, incident: OpenIncident, head: Letterhead) -> None:
    assert ": 1 to do (1 urgent), " in subject(replace(QUIET, incidents=(incident,)), head)
    both = replace(QUIET, waiting=(waits,), incidents=(replace(incident, waits=True),))
    assert ": 1 to do (1 urgent), " in subject(both, head)


def test_a_balance_that_is_wrong_stands_before_the_mode(head: Letterhead) -> None:
    wrong = replace(QUIET, ledgers=(BALANCED, WRONG), mode=Mode.REDIRECT)
    assert (
        subject(wrong, head) == "BALANCE WRONG [REDIRECT] mailbot 413 Mon 23 Nov: nothing to do, 12 relayed"
    )
    assert "- NOT BALANCED, mails: 2 mail(s) differ." in lines(wrong, head)
    assert "- Mails: 1,204 received = 1,200 relayed + 4 not sent. NOT BALANCED." in lines(wrong, head)


def test_open_alarms_are_counted_and_past_ones_not(head: Letterhead) -> None:
    over = AlarmTold("store", "It was full.", NOW - timedelta(hours=3), NOW - timedelta(hours=1))
    open_ = replace(over, cleared_at=None)
    assert "alarm" not in subject(replace(QUIET, alarms=(over,)), head)
    assert subject(replace(QUIET, alarms=(over, open_)), head).endswith(", 1 alarm open")
    trouble = TroubleTold("mailbox", "It is silent.", NOW)
    assert subject(replace(QUIET, troubles=(trouble, trouble)), head).endswith(", 2 alarms open")


def test_the_parts_in_the_order_in_which_they_are_read(head: Letterhead) -> None:
    titles = [line.partition(":")[0] for line in lines(QUIET, head) if line and line[0] != "-"]
    assert titles[1:10] == [
        "Waiting for a person",
        "Failed",
        "Open incidents",
        "Sent again, or perhaps twice",
        "Do the ledgers balance?",
        "In this period",
        "Alarms",
        "In trouble now",
        "mailbot itself",
    ]


def test_the_urgent_come_first_and_are_masked(waits: WaitingItem, head: Letterhead) -> None:
    mail = replace(
        waits,
        number="H-9",
        alert=None,
        reference="",
        subject="MPAN 1012345678903",
        why="From a@b.example: 10 1234 5678 903.",
        claimed_by="Jo",
        urgent=False,
        since=NOW - timedelta(days=3),
    )
    told = lines(replace(QUIET, waiting=(mail, waits)), head)
    start = told.index("Waiting for a person:")
    assert told[start + 1 : start + 3] == [
        "- H-1, urgent, 0 s, claimed by nobody: CA-26-000001, 8F3F, electricity meter point ending 8903 "
        "from Larkfield Energy Ltd. Why.",
        '- H-9, 3 days (1 working day), claimed by Jo: mail "MPAN ..8903" from Larkfield Energy Ltd. '
        "From (address) ..8903.",
    ]


def test_no_address_of_a_contact_stands_in_it(head: Letterhead) -> None:
    said = "550 5.1.1 <priya.nair@brightwater.example>: no such user"
    facts = replace(
        QUIET,
        failed=(LetterTold("L-1", "relayed_alert", "CA-26-000001", "Brightwater (main contact)", said),),
        suspects=(SuspectContact("Brightwater", "main", said),),
    )
    told = lines(facts, head)
    assert (
        "- L-1, the relayed alert CA-26-000001 to Brightwater (main contact), failed. 550 5.1.1 (address) no such user"
        in told
    )
    assert not any("priya" in line for line in told)


def test_what_went_more_than_once_is_marked(head: Letterhead) -> None:
    letter = LetterTold("L-1", "digest", "", "SECAS", resent=2, uncertain=1, state="sent")
    assert (
        "- L-1, the digest to SECAS, sent again on purpose 2 times; 1 attempt uncertain: it may have arrived twice. "
        "It is sent now."
    ) in lines(replace(QUIET, again=(letter,)), head)


@pytest.mark.parametrize(
    ("hours", "words"),
    [(2, "70 h left of the 72"), (72, "the 72 hours ended 0 h ago"), (100, "the 72 hours ended 28 h ago")],
)
def test_the_hours_of_an_incident(incident: OpenIncident, head: Letterhead, hours: int, words: str) -> None:
    known = NOW - timedelta(hours=hours)
    told = replace(incident, known_at=known, deadline=known + timedelta(hours=72))
    assert any(f"I-1, {words}: " in line for line in lines(replace(QUIET, incidents=(told,)), head))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 s"),
        (0, "0 s"),
        (119.9, "119 s"),
        (120, "2 min"),
        (7199, "119 min"),
        (7200, "2 h"),
        (172_800, "2 days"),
    ],
)
def test_how_long_in_the_largest_unit_of_which_there_are_two(seconds: float, words: str) -> None:
    assert lasting(timedelta(seconds=seconds)) == words


def test_ages_of_two_days_and_more_count_working_days() -> None:
    friday = datetime(2026, 11, 20, 17, 5, tzinfo=UTC)
    assert age(friday, friday + timedelta(hours=47)) == "47 h"
    assert age(friday, NOW) == "2 days (1 working day)"
    assert (
        age(datetime(2026, 12, 24, 12, 0, tzinfo=UTC), datetime(2026, 12, 28, 12, 0, tzinfo=UTC))
        == "4 days (0 working days)"
    )


def test_text_and_html_say_the_same_and_it_is_a_letter_of_the_house(
    waits: WaitingItem,
    incident: OpenIncident,
    head: Letterhead,
    assert_says_the_same: Callable[[Letter], None],
) -> None:
    facts = replace(
        QUIET,
        notes=("Today is a bank holiday: nobody is expected to act.",),
        waiting=(replace(waits, claimed_by="<b>Jo</b>"), *(waits,) * 31),
        incidents=(incident,),
        paused="IT asked (Jo)",
    )
    letter = digest(digest_words(facts, head), head, "<a@secas.example>", NOW, Address("a@secas.example"))
    assert_says_the_same(letter)
    assert letter.kind is LetterKind.DIGEST
    assert letter.kind.house
    assert "<b>" not in letter.html
    assert "- And 2 more; mailbot held list shows them all.\n" in letter.text
    assert "- Mode: live. Sending is paused: IT asked (Jo)\n" in letter.text
