"""What an answer does to a letter, whose fault it was, and what waits meanwhile."""

import pytest

from mailbot.adapters.store import facts, letters, mails
from mailbot.model.configuration import Mode
from tests.end_to_end.mails import FORWARDER, good, mail
from tests.faults.smtp_server import ScriptedSmtp, SmtpFaults
from tests.runners.stage import Stage

CONTACT = "priya.nair@brightwater.example"


def staged(tmp_path, server, mode=Mode.LIVE, access=None, **policy):
    stage = Stage(tmp_path, server.submission_access(**(access or {})), mode, **policy)
    stage.own(good(1, "Brightwater").raw, shadow=mode is Mode.SHADOW)
    stage.dispose.tick()
    return stage


def test_alert_first_receipt_once_it_was_accepted(tmp_path):
    with ScriptedSmtp() as server:
        stage = staged(tmp_path, server)
        assert stage.deliver.tick().sent == 2
        assert [recipient for recipient, _ in server.letters] == [CONTACT, FORWARDER]
        assert stage.states() == ["sent", "sent"]
        text = letters.unpack(stage.letters()[1]["content"]).text
        assert "their mail server accepted it" in text
        assert CONTACT not in text
        stage.deliver.close()


def test_the_attempt_is_committed_before_smtp_starts(tmp_path):
    with ScriptedSmtp() as server:
        stage = staged(tmp_path, server)
        seen = []
        take = server.take
        server.take = lambda recipient, letter: (seen.append(stage_state(tmp_path)), take(recipient, letter))
        stage.deliver.tick()
        assert seen[0] == [("sending", 1)]
        stage.deliver.close()


def stage_state(tmp_path):
    from mailbot.adapters.store.database import open_to_read

    store = open_to_read(tmp_path / "mailbot.db")
    found = [(row["state"], row["attempts"]) for row in store.rows("SELECT state, attempts FROM letter")]
    store.close()
    return found


def test_refused_recipients_fail_their_letters_and_hold_the_alert(tmp_path):
    no = "550 5.1.1 no such user here"
    both = {CONTACT: no, "tom.ashby@brightwater.example": no}
    with ScriptedSmtp(SmtpFaults(refused=both)) as server:
        stage = staged(tmp_path, server)
        stage.deliver.tick()
        assert stage.states()[:2] == ["failed", "failed"]
        alert = stage.store.row("SELECT state, reasons FROM alert")
        assert alert["state"] == "held"
        assert "undeliverable" in alert["reasons"]
        assert stage.store.one("SELECT disposition FROM message") == "held"
        receipt = letters.unpack(stage.letters()[2]["content"]).text
        assert CONTACT not in receipt
        assert "did not take it" in receipt
        stage.deliver.close()


@pytest.mark.parametrize(
    "faults",
    [
        {"answers": {"GREETING": "421 4.3.2 shutting down"}},
        {"answers": {"AUTH": "535 5.7.8 wrong password"}},
        {"answers": {"MAIL": "550 5.7.60 not allowed to send as this sender"}},
        {"answers": {"RCPT": "550 5.1.90 recipient limit exceeded for today"}},
        {"cut_at": "GREETING"},
        {"hang_at": "EHLO"},
    ],
)
def test_trouble_of_our_own_fails_nobody_and_heals(tmp_path, faults):
    with ScriptedSmtp(SmtpFaults(**faults)) as server:
        stage = staged(tmp_path, server)
        outcome = stage.deliver.tick()
        assert outcome.ours
        assert stage.states() == ["due"]
        assert stage.letters()[0]["attempts"] == 0
        part = "account" if "answers" in faults else "submission"
        assert [each.key for each in facts.troubles(stage.store)] == [part]
        assert stage.store.one("SELECT state FROM alert") == "relayed"
        asked = len(server.commands)
        stage.deliver.tick()
        assert len(server.commands) == asked, "it waits before it tries again"
        server.faults.answers.clear()
        server.faults.cut_at = server.faults.hang_at = ""
        stage.later(hours=2)
        assert stage.deliver.tick().sent == 2
        assert facts.troubles(stage.store) == ()
        stage.deliver.close()


def test_a_4xx_is_put_off_with_growing_waits_and_given_up_in_the_end(tmp_path):
    with ScriptedSmtp(SmtpFaults(answers={"RCPT": "451 4.7.1 try later"})) as server:
        stage = staged(tmp_path, server)
        stage.deliver.tick()
        waits = []
        for _ in range(6):
            row = stage.letters()[0]
            assert row["state"] == "deferred"
            due = letters.moment(row["due_at"])
            waits.append((due - stage.clock.now()).total_seconds())
            stage.clock.time = due
            stage.deliver.tick()
        assert waits[0] < 200
        assert waits[-1] > 5 * waits[0]
        stage.later(days=5)
        stage.deliver.tick()
        assert stage.states()[0] == "failed"
        assert stage.store.one("SELECT state FROM alert") == "held"
        stage.deliver.close()


def test_a_cut_after_the_final_dot_is_uncertain_and_goes_again_under_the_same_message_id(tmp_path):
    with ScriptedSmtp(SmtpFaults(cut_at="DOT", connections=1)) as server:
        stage = staged(tmp_path, server)
        stage.deliver.tick()
        first = stage.letters()[0]
        assert (first["state"], first["uncertain"]) == ("deferred", 1)
        stage.later(hours=1)
        stage.deliver.tick()
        assert stage.states()[0] == "sent"
        copies = [letter for recipient, letter in server.letters if recipient == CONTACT]
        assert len(copies) == 2
        assert copies[0] == copies[1]
        assert first["message_id"].encode() in copies[0]
        stage.deliver.close()


def test_a_letter_left_sending_is_uncertain_at_the_next_start(tmp_path):
    with ScriptedSmtp() as server:
        stage = staged(tmp_path, server)
        with stage.store.transaction("sending"):
            letters.claim(stage.store, stage.clock.now(), (1, 3))
        assert stage.deliver.recover() == 1
        row = stage.letters()[0]
        assert (row["state"], row["uncertain"], row["attempts"]) == ("due", 1, 1)
        stage.deliver.close()


@pytest.mark.parametrize("mode", [Mode.SHADOW, Mode.PAUSED])
def test_nothing_leaves_in_shadow_or_paused(tmp_path, mode):
    with ScriptedSmtp() as server:
        stage = staged(tmp_path, server, mode)
        stage.deliver.tick()
        assert (server.connections, server.letters) == (0, [])
        assert set(stage.states()) == ({"not_sent"} if mode is Mode.SHADOW else {"due"})
        stage.deliver.close()


def test_the_limit_of_a_minute_is_kept(tmp_path):
    with ScriptedSmtp() as server:
        stage = Stage(tmp_path, server.submission_access(per_minute=3))
        stage.own(*(good(number, "Brightwater").raw for number in range(1, 6)))
        stage.dispose.tick()
        assert stage.deliver.tick().attempted == 3
        assert stage.deliver.tick().attempted == 0
        stage.later(seconds=61)
        assert stage.deliver.tick().attempted == 3
        stage.deliver.close()


def test_a_peer_gets_so_many_receipts_a_day_then_one_summary_then_none(tmp_path):
    with ScriptedSmtp() as server:
        stage = Stage(tmp_path, server.submission_access(), per_peer_per_day=2)
        stage.own(*(good(number, "Brightwater").raw for number in range(1, 6)))
        # a peer whose address changes with each mail is still one domain
        stage.own(
            mail(
                9, good(9, "Brightwater").raw.decode().partition("\r\n\r\n")[2], sender="x@larkfield.example"
            )
        )
        stage.dispose.tick()
        stage.deliver.tick()
        kinds = [row["kind"] for row in stage.letters()]
        assert (kinds.count("relayed_alert"), kinds.count("receipt")) == (6, 2)
        assert (
            kinds.count("receipts_held_back") == 1
        )  # for the domain: a new address each time gets none of its own
        assert stage.store.one("SELECT count(*) FROM message WHERE receipt = 'held_back'") == 4
        stage.later(days=1)
        stage.own(good(20, "Brightwater").raw)
        stage.dispose.tick()
        stage.deliver.tick()
        assert [row["kind"] for row in stage.letters()].count("receipt") == 3
        stage.deliver.close()


def test_an_unanswered_letter_does_not_keep_the_receipt_for_ever(tmp_path):
    with ScriptedSmtp(SmtpFaults(answers={"GREETING": "421 4.3.2 later"})) as server:
        stage = staged(tmp_path, server)
        stage.deliver.tick()
        assert len(stage.letters()) == 1
        stage.later(minutes=11)
        stage.deliver.tick()
        receipt = letters.unpack(stage.letters()[1]["content"]).text
        assert "has not accepted it yet" in receipt
        stage.deliver.close()


def test_a_letter_that_cannot_be_written_fails_and_stops_nothing(tmp_path, monkeypatch):
    from mailbot.runners import deliver

    render = deliver.render

    def broken(letter, redirect_to=""):
        if letter.recipient.address == CONTACT:
            raise ValueError("a fault of our own")
        return render(letter, redirect_to=redirect_to)

    monkeypatch.setattr(deliver, "render", broken)
    with ScriptedSmtp() as server:
        stage = staged(tmp_path, server)
        stage.own(good(2, "COBA").raw)
        stage.dispose.tick()
        stage.deliver.tick()
        assert stage.states()[:2] == ["failed", "sent"]
        assert stage.store.one("SELECT state FROM alert WHERE id = 1") == "held"
        assert mails.describe(stage.store, 1)["disposition"] == "held"
        stage.deliver.close()


def test_one_recipient_that_troubles_the_host_does_not_stand_in_front_of_the_others(tmp_path):
    with ScriptedSmtp(SmtpFaults(answers={"RCPT": "421 4.7.0 try later"}, connections=1)) as server:
        stage = staged(tmp_path, server)
        stage.own(good(2, "COBA").raw)
        stage.dispose.tick()
        assert stage.deliver.tick().ours
        assert stage.states() == ["due", "due"]
        stage.later(minutes=2)
        stage.deliver.tick()
        assert stage.states()[:2] != ["due", "due"]
        assert "alan.whitby@cobalt.example" in [recipient for recipient, _ in server.letters]
        stage.deliver.close()


@pytest.mark.parametrize("change", ["contact", "exit"])
def test_a_letter_whose_recipient_is_no_longer_current_does_not_leave(tmp_path, change):
    from datetime import date

    from mailbot.adapters.store import suppliers
    from mailbot.model.supplier import Contact, Slot

    with ScriptedSmtp() as server:
        stage = staged(tmp_path, server)
        if change == "contact":
            new = Contact(Slot.MAIN, "New Hand", "new.hand@brightwater.example")
            suppliers.set_contact(stage.store, 3, new, stage.clock.now(), "test")
        else:
            stage.desk.exit("Brightwater", date(2026, 11, 24))
        stage.deliver.tick()
        assert CONTACT not in [recipient for recipient, _ in server.letters]
        assert stage.store.one("SELECT state FROM alert") == "held"
        assert "no-longer-current" in stage.store.one("SELECT reasons FROM held")
        if change == "contact":
            stage.desk.release(1)
            stage.deliver.tick()
            assert "new.hand@brightwater.example" in [recipient for recipient, _ in server.letters]
        stage.deliver.close()


def test_when_the_store_fails_in_the_middle_the_letter_in_hand_is_uncertain_and_goes_again(
    tmp_path, monkeypatch
):
    from mailbot.model.errors import TemporaryFailure

    with ScriptedSmtp() as server:
        stage = staged(tmp_path, server)
        sent = letters.sent

        def locked(*_):
            raise TemporaryFailure("The store stayed locked.")

        monkeypatch.setattr(letters, "sent", locked)
        with pytest.raises(TemporaryFailure):
            stage.deliver.tick()
        assert stage.states() == ["sending"]
        monkeypatch.setattr(letters, "sent", sent)
        stage.deliver.tick()
        row = stage.letters()[0]
        assert (row["state"], row["uncertain"]) == ("sent", 1)
        copies = {letter for recipient, letter in server.letters if recipient == CONTACT}
        assert len(copies) == 1
        stage.deliver.close()
