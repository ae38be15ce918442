"""What is no forward, whatever it looks like: replies, prose, memos, signatures, newsletters."""

import pytest

from mailbot.model.limits import Limits
from mailbot.model.mail import Mail
from mailbot.parse import forward

LIMITS = Limits()
BLOCK = "From: Hannah Reid <h@x.example>\nSent: 23 November 2026 09:14\nTo: Ops <o@x.example>\nSubject: Alert 1\n\nX"
GERMAN = "Von: Hannah Reid <h@x.example>\nGesendet: Montag, 23. November 2026\nAn: Ops\nBetreff: Alert 1\n\nX"
FINNISH = (
    "Lähettäjä: Hannah Reid <h@x.example>\nLähetetty: 23.11.2026\nVastaanottaja: Ops\nAihe: Alert 1\n\nX"
)
ATTRIBUTION = "On Mon, 23 Nov 2026 at 09:14, Hannah Reid <h@x.example> wrote:\n\n"

NONE = {
    "a reply in Outlook": ("RE: Alert 1", f"Received.\n\n{BLOCK}"),
    "a reply in Outlook on the web": ("Re: Alert 1", f"Received.\n\n{'_' * 32}\n{BLOCK}"),
    "a reply in German": ("AW: Alert 1", f"Erhalten.\n\n{GERMAN}"),
    "a reply in Finnish": ("VS: Alert 1", f"Kiitos.\n\n{FINNISH}"),
    "a reply with a tag": ("[EXTERNAL] RE: Alert 1", f"Received.\n\n-----Original Message-----\n{BLOCK}"),
    "a reply on a telephone": ("Re: Alert 1", f"Ok.\n\n-------- Original message --------\n{BLOCK}"),
    "a reply of an unknown client": ("Re: Alert 1", f"Ok.\n\n--------- The mail before ---------\n{BLOCK}"),
    "a reply in Roundcube": ("Odp: Alert 1", f"Ok.\n\n-------- Wiadomość oryginalna --------\n{BLOCK}"),
    "a reply in Gmail": ("Re: Alert 1", f"Received.\n\n{ATTRIBUTION}> X\n"),
    "a reply without a subject": ("", f"Received.\n\n{ATTRIBUTION}> X\n"),
    "a reply to a reply": ("RE: RE: Alert", f"Ok.\n\n{BLOCK}\n\n{BLOCK}"),
    "a reply to a forward": ("Re: Fwd: Alert", f"Ok.\n\n{ATTRIBUTION}> ---------- Forwarded message ---------\n"
                             + "".join(f"> {line}\n" for line in BLOCK.split("\n"))),
    "quote marks alone": ("Alert", "> Is it yours?\n\nNo."),
    "an answer below the quote": ("Re: x", f"{ATTRIBUTION}> Is it yours?\n\nNo."),
    "plain words": ("Alert 1", "MPAN: 1012345678903\nAlert Code: 8F3F"),
    "a forward's subject alone": ("FW: Alert 1", "Please look at this."),
    "a forward's subject and a signature": ("FW: Alert", "Please call.\n\n-- \nAnn Lee\nTel: 020 7946 0101\n"
                                            "Email: ann@x.example\nWeb: www.x.example"),
    "From in prose": ("FW: hours", "From: 09:00\nTo: 10:00\nno data came in."),
    "From and a date": ("FW: meter", "From: the meter\nDate: 24/11/2026\nMPAN: 1012345678903"),
    "From in a sentence": ("Alert", "It came to us from: Ann <ann@x.example>, on Monday.\nSubject: to change."),
    "one header line": ("Fwd: x", "From: ann@x.example\n\nhello"),
    "To and Cc alone": ("Fwd: x", "To: ann@x.example\nCc: bo@x.example\n\nhello"),
    "a memo": ("Memo", "TO: All staff\nDATE: 23 November 2026\nFROM: Ann Lee\nSUBJECT: Parking\n\nPlease move."),
    "a journey": ("Trip", "From: London\nTo: Leeds\nDeparts: 09:14\nArrives: 11:30"),
    "an order": ("Your order", "Date: 23/11/2026\nTo: Ann Lee\nSubject to contract\nFrom stock"),
    "a meeting": ("Meeting", "When: 23 November 2026 09:14\nWhere: Leeds\n\n*~*~*~*~*~*~*~*~*~*\n\nSee you."),
    "rules": ("News", "----------\nNews\n----------\nMore: at www.x.example\n- - - - -\n==========\n"),
    "a heading between rules": ("News", "----- This month -----\nFrom: us\nOffers: many\nEnds: soon\n"),
    "a heading and contacts": ("News", "----- Contacts -----\nTel: 020 7946 0101\nEmail: ann@x.example\nWeb: "
                                       "x.example"),
    "words of an opening in prose": ("x", "Original Message\nForwarded message: see the portal\nBegin."),
    "words of an opening in a sentence": ("x", "Please find the original message below.\nForwarded by hand."),
    "a newsletter": ("News", "View in browser\n\nHello Ann\n\nUnsubscribe: u@x.example\nFrom: X Ltd, Leeds LS1"),
    "a contact form": ("Enquiry", "Name: Ann Lee\nEmail: ann@x.example\nMessage: Hello"),
    "nothing": ("", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", NONE)
def test_no_forward(name: str) -> None:
    subject, text = NONE[name]
    mail = Mail(plain=text, subject=subject)
    found = forward.layers(mail, LIMITS)
    assert forward.original(found, mail) is None
    assert found[0].depth == 0


REPLIES = [name for name in NONE if name.startswith("a reply")]


@pytest.mark.parametrize("name", REPLIES)
def test_what_a_reply_quotes_is_not_the_senders(name: str) -> None:
    subject, text = NONE[name]
    own, *quoted = forward.layers(Mail(plain=text, subject=subject), LIMITS)
    assert own.text.strip() in ("Received.", "Erhalten.", "Kiitos.", "Ok.")
    assert {each.form for each in quoted} == {"quoted"}
    assert any("X" in each.text for each in quoted)
