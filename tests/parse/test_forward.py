"""Undoing a forward: every client's way to write one, and what is no forward."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.limits import Limits
from mailbot.model.mail import Address, Layer, Mail
from mailbot.parse import forward, message

LIMITS = Limits()
ALERT = "MPAN: 1012345678903\nAlert Code: 8F3F"


def layers(text: str, subject: str = "FW: Alert") -> tuple[Layer, ...]:
    return forward.layers(Mail(plain=text, subject=subject), LIMITS)


BLOCK = "From: DCC Alerts <dcc@larkfield.example>\nSent: 23 November 2026 09:14\nTo: Ops <ops@larkfield.example>\n"
GMAIL = (
    "From: DCC Alerts <dcc@larkfield.example>\nDate: Mon, 23 Nov 2026 at 09:14\nSubject: Alert 1\n"
    "To: Ops <ops@larkfield.example>\n"
)


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


CLIENTS = [
    ("outlook", f"{BLOCK}Subject: Alert 1\n\n{ALERT}"),
    ("outlook", f"________________________________\n{BLOCK}Subject: Alert 1\n\n{ALERT}"),
    ("outlook", f"-----Original Message-----\n{BLOCK}Subject: Alert 1\n\n{ALERT}"),
    (
        "outlook",
        f"{BLOCK.replace('From:', '*From:*').replace('Sent:', '*Sent:*')}*Subject:* Alert 1\n\n{ALERT}",
    ),
    (
        "outlook",
        f"{BLOCK.replace('From:', '**From:**').replace('To:', '**To:**')}**Subject:** Alert 1\n\n{ALERT}",
    ),
    ("outlook", f"{BLOCK}Subject: Alert 1\n\n{ALERT}".replace("\n", "\n\n", 4)),
    ("outlook", f"{BLOCK}Cc: Nia <nia@larkfield.example>\nSubject: Alert 1\nImportance: High\n\n{ALERT}"),
    (
        "outlook",
        BLOCK.replace(" <dcc@", " [mailto:dcc@").replace("e>\nS", "e]\nS") + f"Subject: Alert 1\n\n{ALERT}",
    ),
    (
        "outlook",
        BLOCK.replace("<dcc@larkfield.example>", "<dcc@larkfield.example<mailto:dcc@larkfield.example>>")
        + f"Subject: Alert 1\n\n{ALERT}",
    ),
    (
        "outlook",
        "Von: DCC Alerts <dcc@larkfield.example>\nGesendet: Montag, 23. November 2026 09:14\n"
        f"An: Ops <ops@larkfield.example>\nBetreff: Alert 1\n\n{ALERT}",
    ),
    (
        "outlook",
        "De : DCC Alerts <dcc@larkfield.example>\nEnvoyé : lundi 23 novembre 2026 09:14\n"
        f"À : Ops <ops@larkfield.example>\nObjet : Alert 1\n\n{ALERT}",
    ),
    ("outlook", "-----Ursprüngliche Nachricht-----\n" + f"{BLOCK}Subject: Alert 1\n\n{ALERT}"),
    ("gmail", f"---------- Forwarded message ---------\n{GMAIL}\n\n{ALERT}"),
    ("gmail", f"---------- Forwarded message ----------\n{GMAIL}\n\n{ALERT}"),
    ("apple", f"Begin forwarded message:\n\n{quoted(GMAIL + chr(10) + ALERT)}"),
    ("apple", quoted(f"Begin forwarded message:\n\n{GMAIL}\n{ALERT}")),
    ("apple", f"Begin forwarded message:\n\n{GMAIL}\n{ALERT}"),
    ("apple", "Anfang der weitergeleiteten Nachricht:\n\n" + quoted(GMAIL + "\n" + ALERT)),
    ("apple", "Début du message réexpédié :\n\n" + quoted(GMAIL + "\n" + ALERT)),
    ("thunderbird", f"-------- Forwarded Message --------\n{GMAIL}\n\n{ALERT}"),
    ("thunderbird", f"-------- Weitergeleitete Nachricht --------\n{GMAIL}\n\n{ALERT}"),
    ("yahoo", f"----- Forwarded Message -----\n{BLOCK}Subject: Alert 1\n\n{ALERT}"),
    ("proton", f"------- Forwarded Message -------\n{GMAIL}\n\n{ALERT}"),
    ("samsung", f"-------- Original message --------\n{GMAIL}\n\n{ALERT}"),
    ("notes", f"----- Forwarded by Megan Doyle/LARK on 23/11/2026 09:20 -----\n\n{GMAIL}\n\n{ALERT}"),
]


@pytest.mark.parametrize(("form", "text"), CLIENTS)
def test_each_client(form: str, text: str) -> None:
    own, inner = layers(f"Please pass on.\n\n{text}")
    assert (own.depth, own.form, own.text, own.where) == (0, "", "Please pass on.", "the body")
    assert (inner.depth, inner.form, inner.text, inner.whole) == (1, form, ALERT, ALERT)
    assert inner.from_ == Address("dcc@larkfield.example", "DCC Alerts")
    assert inner.to == (Address("ops@larkfield.example", "Ops"),)
    assert inner.subject == "Alert 1"
    assert "23" in inner.date
    assert inner.where == f"the forwarded mail ({form})"


@pytest.mark.parametrize(
    "text",
    [
        "No forward at all.",
        "From: 09:00\nTo: 10:00\nno data came in",
        "From: the meter\nDate: 24/11/2026\nMPAN: 1012345678903",
        "Original Message",
        "Forwarded message: see the portal",
        "Date: 24/11/2026\nTime: 09:05\nSupplier: Cobalt",
        "----------",
        "",
    ],
)
def test_what_is_no_forward(text: str) -> None:
    (only,) = layers(text)
    assert only.text == text.strip("-")
    assert forward.original((only,)) is None


def test_nested_forwards_go_deeper_and_the_original_is_the_outermost() -> None:
    inner = f"{BLOCK}Subject: Alert 1\n\n{ALERT}"
    found = layers(
        f"Mine.\n\nFrom: Ann <a@b.example>\nSent: today\nTo: me\nSubject: FW: x\n\nHers.\n\n{inner}"
    )
    assert [(each.depth, each.text) for each in found] == [(0, "Mine."), (1, "Hers."), (2, ALERT)]
    original = forward.original(found)
    assert original is not None
    assert (original.from_address, original.from_name, original.subject) == ("a@b.example", "Ann", "FW: x")
    assert original.to == ("me",)
    assert original.body == f"Hers.\n\n{inner}"


def test_own_words_below_a_quoted_forward_stay_the_senders() -> None:
    found = layers(f"Above.\n\nBegin forwarded message:\n\n{quoted(GMAIL + chr(10) + ALERT)}\n\nBelow.")
    assert [each.text for each in found] == ["Above.\n\n\nBelow.", ALERT]


def test_own_words_below_an_ending_line_stay_the_senders() -> None:
    ending = "-------- End of Forwarded Message --------"
    text = f"---------- Forwarded message ---------\n{GMAIL}\n{ALERT}\n{ending}\nMine."
    assert [each.text for each in layers(text)] == ["Mine.", ALERT]


def test_two_forwards_beside_each_other() -> None:
    one = "Begin forwarded message:\n\n" + quoted(GMAIL + "\nMPAN: 1")
    assert [(each.depth, each.text) for each in layers(f"{one}\n\n{one.replace('MPAN: 1', 'MPAN: 2')}")] == [
        (0, ""),
        (1, "MPAN: 1"),
        (1, "MPAN: 2"),
    ]


@pytest.mark.parametrize(
    "introduction",
    [
        "On Mon, 23 Nov 2026 at 10:05, SECAS <alerts@secas.example> wrote:",
        "On Mon, 23 Nov 2026 at 10:05, SECAS Critical Alerts for suppliers\n<alerts@secas.example> wrote:",
        "On 23 Nov 2026, at 10:05, alerts@secas.example wrote:",
        "Am 23.11.2026 um 10:05 schrieb SECAS <alerts@secas.example>:",
        "Le lun. 23 nov. 2026 à 10:05, SECAS <alerts@secas.example> a écrit :",
        "SECAS <alerts@secas.example> wrote:",
    ],
)
@pytest.mark.parametrize("marked", [True, False])
def test_a_quoted_reply_is_a_layer_and_no_forward(introduction: str, marked: bool) -> None:
    body = quoted(ALERT) if marked else ALERT
    own, inner = found = layers(f"Received.\n\n{introduction}\n\n{body}", "Re: Alert")
    assert (own.text, inner.text, inner.form, inner.depth) == ("Received.", ALERT, "quoted", 1)
    assert inner.from_ is not None
    assert inner.from_.address == "alerts@secas.example"
    assert inner.from_.name in introduction
    assert forward.original(found) is None


def test_quote_marks_alone_make_a_quoted_layer() -> None:
    own, inner = layers("> Is this yours?\n\nNo.\n", "Re: x")
    assert (own.text, inner.text, inner.form) == ("No.", "Is this yours?", "quoted")


def test_a_forward_inside_a_quote_is_deeper() -> None:
    inner = quoted(f"Begin forwarded message:\n{GMAIL}\n{ALERT}")
    text = f"Ok.\n\nOn 23 Nov 2026 Ann wrote:\n> See below\n>\n{inner}"
    assert [(each.depth, each.form) for each in layers(text)] == [(0, ""), (1, "quoted"), (2, "apple")]


@pytest.mark.parametrize(
    ("subject", "form"),
    [("RE: Alert", "quoted"), ("AW: Alert", "quoted"), ("[EXT] Re: x", "quoted"), ("FW: RE: x", "outlook")],
)
def test_outlook_quotes_and_forwards_alike_and_the_subject_tells(subject: str, form: str) -> None:
    assert layers(f"Mine.\n\n{BLOCK}Subject: Alert 1\n\n{ALERT}", subject)[1].form == form


@pytest.mark.parametrize(
    ("line", "addresses"),
    [
        ("Ann <a@b.example>; Bo <c@d.example>", ["a@b.example", "c@d.example"]),
        ("Lee, Ann <a@b.example>; Ray, Bo <c@d.example>", ["a@b.example", "c@d.example"]),
        ("Lee, Ann <a@b.example>, Ray, Bo <c@d.example>", ["a@b.example", "c@d.example"]),
        ("a@b.example, c@d.example", ["a@b.example", "c@d.example"]),
        ("Ann Lee; Bo Ray", ["", ""]),
        ("Ann <a@b.example>;\n Bo <c@d.example>", ["a@b.example", "c@d.example"]),
        ("'a@b.example' <a@b.example>", ["a@b.example"]),
        ("a@b.example<mailto:a@b.example>", ["a@b.example"]),
    ],
)
def test_recipients_as_clients_write_them(line: str, addresses: list[str]) -> None:
    text = f"From: X <x@y.example>\nSent: today\nTo: {line}\nSubject: s\n\nwords"
    assert [each.address for each in layers(text)[1].to] == addresses


def test_names_alone_are_kept() -> None:
    inner = layers("From: Kerr, Joel\nSent: today\nTo: Ann Lee\nSubject: s\n\nwords")[1]
    assert (inner.from_, inner.to) == (Address("", "Kerr, Joel"), (Address("", "Ann Lee"),))


def test_an_attached_mail_is_a_layer_and_its_own_forwards_are_deeper() -> None:
    attached = (
        "From: Ann <a@b.example>\nTo: c@d.example\nSubject: FW: x\nDate: Mon, 23 Nov 2026 09:00:00 +0000\n\n"
        f"Hers.\n\n{BLOCK}Subject: y\n\n{ALERT}"
    )
    mail = message.read(
        b"Subject: z\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nMine.\n--b\n"
        b"Content-Type: message/rfc822\n\n" + attached.encode() + b"\n--b--\n",
        LIMITS,
    )
    found = forward.layers(mail, LIMITS)
    assert [(each.depth, each.form, each.text, each.where) for each in found] == [
        (0, "", "Mine.", "the body"),
        (1, "rfc822", "Hers.", "attached mail 1"),
        (2, "outlook", ALERT, "the forwarded mail (outlook), in attached mail 1"),
    ]
    original = forward.original(found)
    assert original is not None
    assert (original.form, original.date) == ("rfc822", "Mon, 23 Nov 2026 09:00:00 +0000")
    assert (original.from_address, original.to) == ("a@b.example", ("c@d.example",))


def test_the_other_body_is_read_only_where_there_are_two() -> None:
    both = Mail(plain="plain words", html_text="html words")
    assert forward.alternative_layers(Mail(plain="plain"), LIMITS) == ()
    assert forward.alternative_layers(Mail(html_text="html"), LIMITS) == ()
    assert [each.text for each in forward.alternative_layers(both, LIMITS)] == ["html words"]
    outer = forward.alternative_layers(Mail(plain="outer", enclosed=(both,)), LIMITS)
    assert [each.text for each in outer] == ["outer", "html words"]


def test_nesting_past_the_cap_stays_in_the_layer_above() -> None:
    text = "".join(f"From: a{n}@b.example\nSent: today\nTo: x\nSubject: s{n}\n\n" for n in range(20)) + ALERT
    found = layers(text)
    assert max(each.depth for each in found) == LIMITS.depth
    assert ALERT in found[-1].text


PIECES = [
    "From: a@b.example\n",
    "Sent: x\n",
    "To: y\n",
    "Subject: z\n",
    "\n",
    "> ",
    ">",
    "On 1 Jan x wrote:\n",
]
MORE = [
    "---------- Forwarded message ---------\n",
    "Begin forwarded message:\n",
    "words\n",
    "* ",
    "-----\n",
    "\t",
]


@given(st.lists(st.sampled_from(PIECES + MORE), max_size=60).map("".join))
def test_any_text_falls_into_layers_and_no_word_is_lost(text: str) -> None:
    found = layers(text)
    assert (found[0].depth, found[0].form) == (0, "")
    assert sum(each.text.count("words") for each in found) + sum(
        value.count("words")
        for each in found
        for value in (each.subject, each.date, str(each.from_), str(each.to))
    ) == text.count("words")
