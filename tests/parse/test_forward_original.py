"""Which of the mails in a mail is the original: redirects, the richer body, the fall-back of the Subject, caps."""

import pytest

from mailbot.model.limits import Limits
from mailbot.model.mail import Address, Layer, Mail
from mailbot.parse import forward, message

LIMITS = Limits()
BLOCK = "From: Ann Lee <a@b.example>\nSent: 23 November 2026 09:14\nTo: Ops\nSubject: Alert 1\n\nwords"
INTRODUCED = "On 23 Nov 2026, at 09:14, Ann Lee <a@b.example> wrote:\n\n> words"


def original(mail: Mail) -> tuple[str, str, str, str] | None:
    layers, others = forward.layers(mail, LIMITS), forward.alternative_layers(mail, LIMITS)
    found = forward.original(layers, mail, others)
    return (found.form, found.from_address, found.subject, found.body) if found else None


def redirected(headers: tuple[tuple[str, str], ...], **said: object) -> Mail:
    mail = Mail(
        headers=headers, subject="Alert 1", plain="\nwords\n", from_=(Address("a@b.example", "Ann Lee"),)
    )
    return mail if not said else Mail(headers=headers, plain="words")


RESENT = (("Date", "today"), ("Resent-From", "<ops@b.example>"), ("Resent-To", "<alerts@secas.example>"))


def test_a_redirected_mail_is_itself_the_original() -> None:
    found = forward.original((), redirected(RESENT))
    assert found is not None
    assert (found.form, found.from_address, found.from_name) == ("resent", "a@b.example", "Ann Lee")
    assert (found.subject, found.date, found.body) == ("Alert 1", "today", "words")


def test_a_redirected_mail_without_an_author() -> None:
    found = forward.original((), redirected(RESENT, nobody=True))
    assert found is not None
    assert (found.form, found.from_address) == ("resent", "")


@pytest.mark.parametrize("headers", [RESENT[:2], RESENT[2:], (("Resent-To", "<a@b.example>"),)])
def test_half_a_redirect_is_none(headers: tuple[tuple[str, str], ...]) -> None:
    assert original(redirected(headers)) is None


def test_a_redirect_by_its_date_alone() -> None:
    assert original(redirected((*RESENT[:2], ("Resent-Date", "today")))) is not None


def test_redirected_words_stay_the_authors_own() -> None:
    assert [each.text for each in forward.layers(redirected(RESENT), LIMITS)] == ["words"]


def test_the_richer_body_tells() -> None:
    html = Mail(subject="Fwd: x", plain="This mail is in HTML.", html_text=f"See below.\n\n{BLOCK}")
    assert original(html) == ("outlook", "a@b.example", "Alert 1", "words")
    poorer = BLOCK.replace(" <a@b.example>", "")
    assert original(Mail(subject="Fwd: x", plain=poorer, html_text=BLOCK)) == (
        "outlook", "a@b.example", "Alert 1", "words",
    )  # fmt: skip


def test_the_text_tells_where_both_say_as_much() -> None:
    mail = Mail(subject="Fwd: x", plain=BLOCK, html_text=BLOCK.replace("words", "other words"))
    assert original(mail) == ("outlook", "a@b.example", "Alert 1", "words")


@pytest.mark.parametrize(
    ("subject", "text", "told"),
    [
        ("Fwd: Alert 1", INTRODUCED, "Alert 1"),
        ("Fwd: Re: Alert 1", INTRODUCED, "Re: Alert 1"),
        ("[EXT] Fwd: Alert 1", BLOCK.replace("Subject: Alert 1\n", ""), "Alert 1"),
        ("Alert 1", BLOCK.replace("Subject: Alert 1\n", ""), ""),
        ("Fwd: other", BLOCK, "Alert 1"),
    ],
)
def test_a_subject_that_the_block_leaves_out(subject: str, text: str, told: str) -> None:
    found = original(Mail(subject=subject, plain=text))
    assert found is not None
    assert found[2] == told


def test_without_the_mail_nothing_is_filled_in() -> None:
    found = forward.original(forward.layers(Mail(subject="Fwd: Alert 1", plain=INTRODUCED), LIMITS))
    assert found is not None
    assert (found.form, found.subject) == ("quoted-forward", "")


def test_an_attribution_that_is_quoted_itself() -> None:
    quoted = "\n".join(f"> {line}" for line in INTRODUCED.split("\n"))
    assert original(Mail(subject="Fwd: Alert 1", plain=f"Below.\n\n{quoted}")) == (
        "quoted-forward", "a@b.example", "Alert 1", "words",
    )  # fmt: skip


def test_a_quote_without_author_is_the_original_only_where_nothing_else_is() -> None:
    quote = "> first\n> second\n"
    assert original(Mail(subject="Fwd: Alert 1", plain=quote)) == (
        "quoted-forward",
        "",
        "Alert 1",
        "first\nsecond",
    )
    inside = (
        quote + "> ---------- Forwarded message ---------\n" + "".join(f"> {x}\n" for x in BLOCK.split("\n"))
    )
    assert original(Mail(subject="Fwd: Alert 1", plain=inside)) == (
        "gmail",
        "a@b.example",
        "Alert 1",
        "words",
    )
    assert original(Mail(subject="Fwd: Alert 1", plain=f"{quote}\n{BLOCK}")) == (
        "outlook", "a@b.example", "Alert 1", "words",
    )  # fmt: skip


def test_beside_an_attached_mail_a_quote_is_no_forward() -> None:
    raw = (
        b"Subject: Fwd: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n> Can you?\n\nYes.\n--b\n"
        b"Content-Type: message/rfc822\n\nFrom: a@b.example\nSubject: Alert 1\n\nwords\n--b--\n"
    )
    mail = message.read(raw, LIMITS)
    assert original(mail) == ("rfc822", "a@b.example", "Alert 1", "words")
    assert [each.form for each in forward.layers(mail, LIMITS)] == ["", "quoted", "rfc822"]


def test_where_two_are_as_near_the_first_is_the_original() -> None:
    several = (
        Layer("the body", ""),
        Layer("a", "", 1, "apple", whole="1"),
        Layer("b", "", 1, "rfc822", whole="2"),
    )
    found = forward.original(several)
    assert found is not None
    assert found.body == "1"


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        (f"Mine.\n\n{BLOCK}", ((2, 8),)),
        ("> one\n\nMine.\n\n> two\n> three\nMine.", ((0, 1), (4, 6))),
        (f"Mine.\n{INTRODUCED}\n\nMine.", ((1, 4),)),
        ("Mine.", ()),
        ("", ()),
    ],
)
def test_the_stretches_that_are_not_the_authors_own(
    text: str, stretches: tuple[tuple[int, int], ...]
) -> None:
    assert forward.foreign(text.split("\n"), "Fwd: x") == stretches


def test_lines_past_the_cap_are_not_looked_at() -> None:
    few = Limits(lines=2)
    mail = Mail(subject="Fwd: x", plain=f"one\ntwo\n{BLOCK}")
    (own,) = forward.layers(mail, few)
    assert own.text == mail.plain
    assert forward.foreign(mail.plain.split("\n"), "Fwd: x", most=2) == ()
    assert forward.layers(Mail(subject="Fwd: x", plain=BLOCK), few)[1].text == "words"
