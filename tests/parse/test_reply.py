"""What a person wrote in answer to a letter of ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot import rulebook
from mailbot.model.limits import Limits
from mailbot.model.mail import Address, Mail
from mailbot.model.report import Meaning, Reply
from mailbot.model.rulebook import PhraseRule
from mailbot.parse import forward, reply

PHRASES = rulebook.load_default().phrases
PRIYA = Address("p.nair@brightwater.example", "Priya Nair")
LETTER = "<mailbot.3f9c1e77a0b24d58c6e1f0927b5a4d13@secas.example>"


def read_mail(mail: Mail, phrases: tuple[PhraseRule, ...] = PHRASES) -> Reply | None:
    limits = Limits()
    return reply.read(mail, phrases, forward.layers(mail, limits), forward.alternative_layers(mail, limits))


def read(text: str, subject: str = "Re: Critical Alert") -> Reply | None:
    mail = Mail(plain=text, subject=subject, in_reply_to=(LETTER,), from_=(PRIYA,))
    return read_mail(mail)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("RECEIVED", Meaning.RECEIVED),
        ("Received.", Meaning.RECEIVED),
        ("received, thanks!", Meaning.RECEIVED),
        ("Received - thank you", Meaning.RECEIVED),
        ("Hi SECAS,\n\nReceived.\n\nKind regards\nPriya", Meaning.RECEIVED),
        ("Good morning\nReceived\nPriya Nair", Meaning.RECEIVED),
        ("Hello, received", Meaning.RECEIVED),
        ("Received\n\nPN", Meaning.UNCLEAR),
        ("Received. Kind regards, Priya", Meaning.RECEIVED),
        ("Received\nThanks\nP Nair", Meaning.RECEIVED),
        ("Thank you.\nReceived.", Meaning.RECEIVED),
        ("Dear all, thanks for this. Noted", Meaning.RECEIVED),
        ("NOT OURS", Meaning.NOT_OURS),
        ("Not ours.\n\nPriya", Meaning.NOT_OURS),
        ("Sorry, this is not ours.\n\nKind regards\nPriya", Meaning.NOT_OURS),
        ("Hi all,\nThis one isn't ours I'm afraid.\nThanks", Meaning.NOT_OURS),
        ("NOT OURS - we do not supply this meter point", Meaning.NOT_OURS),
        ("Not ours, Priya", Meaning.NOT_OURS),
        ('"NOT OURS"', Meaning.NOT_OURS),
        ("Received thanks, Priya", Meaning.RECEIVED),
        ("Please can you resend?", Meaning.RESEND),
        ("Please could you resend this? Many thanks", Meaning.RESEND),
        ("Hi,\nPlease can you resend this? Many thanks\n\nPriya", Meaning.RESEND),
        ("Can you resend? Is it urgent?", Meaning.UNCLEAR),
        ("Deleted", Meaning.CONFIRMS),
        ("Deleted and confirmed.\n\nKind regards\nPriya Nair", Meaning.CONFIRMS),
        ("We have deleted the mail. Apologies.", Meaning.CONFIRMS),
        ("This isn’t ours", Meaning.NOT_OURS),
        ("This is not our customer. Cobalt took it over in May.", Meaning.NOT_OURS),
        ("Please send it again", Meaning.RESEND),
        ("Can you resend?", Meaning.RESEND),
        ("Could you send it again please?", Meaning.UNCLEAR),
        ("Confirmed", Meaning.CONFIRMS),
        ("Confirmed.\nPlease change the alternative contact.", Meaning.CHANGES),
        ("No changes", Meaning.CONFIRMS),
        # what takes it back
        ("Not ours but we know who", Meaning.UNCLEAR),
        ("Not ours, Cobalt has it", Meaning.UNCLEAR),
        ("No longer ours", Meaning.UNCLEAR),
        ("We lost this customer in March", Meaning.UNCLEAR),
        ("Not ours since 1 October", Meaning.UNCLEAR),
        ("Received, not ours", Meaning.UNCLEAR),
        ("Please resend. Copy my colleague in", Meaning.UNCLEAR),
        ("Confirmed. The new number is 0113 496 0999", Meaning.CHANGES),
        ("Not deleted", Meaning.UNCLEAR),
        ("Not yet deleted", Meaning.UNCLEAR),
        ("Deleted by mistake, please resend", Meaning.UNCLEAR),
        ("Deleted. Please resend.", Meaning.UNCLEAR),
        ("Deleted. I had sent it to Tom already.", Meaning.UNCLEAR),
        ("Deleted?", Meaning.UNCLEAR),
        ("Received?", Meaning.UNCLEAR),
        ("Received. We will visit the site tomorrow.", Meaning.UNCLEAR),
        ("Received. We lost this customer to Brightwater in March, please remove.", Meaning.UNCLEAR),
        ("Received.\nThanks\nlost this customer to Brightwater in March", Meaning.UNCLEAR),
        ("Received. Hi Cobalt has it now", Meaning.UNCLEAR),
        ("Hi Cobalt has it now. Received", Meaning.UNCLEAR),
        ("Received\nTry Cobalt", Meaning.UNCLEAR),
        ("Noted, lost to Cobalt", Meaning.UNCLEAR),
        ("Received, but this is not our customer", Meaning.UNCLEAR),
        ("Received. But this is not our customer.", Meaning.UNCLEAR),
        ("Received.\nThanks\nBut it is not ours", Meaning.UNCLEAR),
        ("Received. Not ours.", Meaning.UNCLEAR),
        ("Received. Is it ours?", Meaning.UNCLEAR),
        ("Received. However the meter has moved.", Meaning.UNCLEAR),
        ("Received. It isn’t our meter any more.", Meaning.UNCLEAR),
        ("Hi this isn't our customer. Received", Meaning.UNCLEAR),
        ("Hi all, not ours but thanks. Received", Meaning.UNCLEAR),
        ("not received", Meaning.UNCLEAR),
        ("We have not received the alert", Meaning.UNCLEAR),
        ("We never received this", Meaning.UNCLEAR),
        ("Not ours?", Meaning.UNCLEAR),
        ("Not ours. Received though.", Meaning.UNCLEAR),
        ("Not confirmed", Meaning.UNCLEAR),
        ("Yes", Meaning.UNCLEAR),
        ("Whatever", Meaning.UNCLEAR),
        ("Received. " + "x " * 4000, Meaning.UNCLEAR),
    ],
)
def test_the_meaning(text: str, meaning: Meaning) -> None:
    found = read(text)
    assert found is not None
    assert found.meaning is meaning


@pytest.mark.parametrize(
    "text",
    [
        "Received.\n\nOn 23 Nov 2026, SECAS <alerts@secas.example> wrote:\n> Not ours? Reply NOT OURS",
        "Received.\n\nFrom: SECAS <alerts@secas.example>\nSent: today\nTo: x\nSubject: y\n\nreply NOT OURS?",
        "Received.\n\n-- \nPriya\nAre you ready for winter?",
        "> reply NOT OURS\n\nReceived.",
        "On 23 Nov 2026, SECAS <alerts@secas.example> wrote:\n> Not ours?\n> Reply NOT OURS\n\nReceived.",
        "Received.\n\nSent from my iPhone\n\n> On 23 Nov 2026, at 10:05, SECAS wrote:\n> \n> NOT OURS?",
    ],
)
def test_only_own_words_count(text: str) -> None:
    assert read(text) == Reply("Received.", Meaning.RECEIVED)


@pytest.mark.parametrize(
    ("html", "defects", "meaning"),
    [
        ("Received", (), Meaning.RECEIVED),
        ("Received\n\nKind regards\nPriya", (), Meaning.RECEIVED),
        ("Not ours", (), Meaning.UNCLEAR),
        ("Received. Cobalt has it now.", (), Meaning.UNCLEAR),
        ("Received", ("doubtful: the HTML strikes out text",), Meaning.UNCLEAR),
        ("Received", ("a line among the headers is no header",), Meaning.RECEIVED),
    ],
)
def test_text_and_html_must_say_the_same(html: str, defects: tuple[str, ...], meaning: Meaning) -> None:
    mail = Mail(plain="Received", html_text=html, defects=defects, in_reply_to=(LETTER,))
    found = read_mail(mail)
    assert found == Reply("Received", meaning)


def test_an_answer_without_words_is_unclear_and_no_answer_without_words_is_none() -> None:
    assert read("> quoted") == Reply("", Meaning.UNCLEAR)
    assert read_mail(Mail(plain="> quoted", subject="Alert")) is None
    assert read_mail(Mail(subject="Re: Alert")) == Reply("", Meaning.UNCLEAR)
    assert read_mail(Mail(plain="Received", subject="Hello")) == Reply("Received", Meaning.RECEIVED)


def test_a_text_that_only_points_to_the_html_is_not_what_was_written() -> None:
    mail = Mail(plain="This mail is in HTML.", html_text="Hello", in_reply_to=(LETTER,))
    assert read_mail(mail) == Reply("Hello", Meaning.UNCLEAR)


@pytest.mark.parametrize(
    ("plain", "shown"),
    [
        ("<div>Hello</div><br><blockquote>quoted</blockquote>", "Hello"),
        ("<p>Hello<br>there</p>", "Hello\nthere"),
        ("<3 you all", "<3 you all"),
        ("a < b, and <br> is a tag", "a < b, and <br> is a tag"),
    ],
)
def test_a_text_that_is_a_page_itself_is_read_as_one(plain: str, shown: str) -> None:
    found = read_mail(Mail(plain=plain, in_reply_to=(LETTER,)))
    assert found == Reply(shown, Meaning.UNCLEAR)


def test_doubts_are_known_by_their_words() -> None:
    assert reply.has_doubt("Brightwater, maybe")
    assert not reply.has_doubt("Brightwater")


def test_an_address_alone_does_not_say_who_signs() -> None:
    body = "It is ours.\n\nThanks, Owen"
    told = [read_mail(Mail(plain=body, from_=(Address("x@y.example", name),))) for name in ("", "Ann Lowe")]
    assert [each and each.text for each in told] == ["It is ours.", body]


def test_an_absence_is_away() -> None:
    mail = Mail(plain="Received.", headers=(("Auto-Submitted", "auto-replied"),))
    assert read_mail(mail) == Reply("Received.", Meaning.AWAY)


def test_a_phrase_with_an_unknown_meaning_is_unclear() -> None:
    rule = PhraseRule("x", "no-such-meaning", "", ("received",), (), ())
    found = read_mail(Mail(plain="received"), (rule,))
    assert found == Reply("received", Meaning.UNCLEAR)


@given(st.text(max_size=80))
def test_a_question_is_never_taken_for_more_than_a_wish_to_have_it_again(words: str) -> None:
    found = read(f"{words}?")
    assert found is None or found.meaning in (Meaning.UNCLEAR, Meaning.RESEND) or "?" not in found.text
