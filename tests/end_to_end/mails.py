"""Mails of every sample kind, each with what must become of it. Made anew for each number, so none is alike."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle

from mailbot.parse.identifiers import mpan_check_digit

FORWARDER = "mark.ellis@larkfield.example"
SUPPLIERS = {
    "Brightwater": "priya.nair@brightwater.example",
    "COBA": "alan.whitby@cobalt.example",
    "Dunmore Gas & Power Ltd": "eilidh.grant@dunmore.example",
    "Elmhurst": "grace.obi@elmhurst.example",
}
START = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Sample:
    """A mail. `expected`: pairs (meter point, main contact) that must get a letter, each exactly once."""

    raw: bytes
    disposition: str
    expected: tuple[tuple[str, str], ...] = ()
    receipt: bool = True
    kind: str = ""
    alerts: int = field(default=1)


def mpan(number: int) -> str:
    """A valid MPAN core, a different one for each number."""
    body = f"10{number:010d}"
    return body + mpan_check_digit(body)


def mail(
    number: int, body: str, *, sender: str = FORWARDER, proof: str = "", headers: str = "", subject: str = ""
) -> bytes:
    domain = sender.rpartition("@")[2]
    proof = proof or f"mx.secas.example; dmarc=pass header.from={domain}; spf=pass smtp.mailfrom={sender}"
    kind = "" if "Content-Type" in headers else "Content-Type: text/plain; charset=utf-8\n"
    text = (
        f"Authentication-Results: {proof}\nFrom: Mark Ellis <{sender}>\nTo: alerts@secas.example\n"
        f"Subject: {subject or f'FW: Critical Alert {number}'}\nMessage-ID: <{number}.{domain}@larkfield.example>\n"
        f"Date: Tue, 24 Nov 2026 09:{number % 60:02d}:00 +0000\n{headers}MIME-Version: 1.0\n{kind}\n{body}"
    )
    return text.replace("\n", "\r\n").encode()


def block(point: str, supplier: str, raised: datetime, code: str = "8F3F") -> str:
    return (
        f"MPAN: {point}\nAlert Code: {code}\nAlert Description: Unauthorised Physical Access\n"
        f"Date/Time: {raised:%d/%m/%Y %H:%M:%S} UTC\nNew Supplier: {supplier}\n"
    )


def raised(number: int) -> datetime:
    return START + timedelta(seconds=37 * number)


def forwarded(number: int, text: str) -> str:
    """The text inside an Outlook forward."""
    return (
        "Please pass on.\n\n________________________________\nFrom: DCC Alerts <alerts@dcc.example>\n"
        f"Sent: 24 November 2026 09:00\nTo: Mark Ellis <{FORWARDER}>\nSubject: Alert {number}\n\n{text}"
    )


def good(number: int, supplier: str) -> Sample:
    text = forwarded(number, block(mpan(number), supplier, raised(number)))
    return Sample(mail(number, text), "relayed", ((mpan(number), SUPPLIERS[supplier]),), kind="good")


def attached(number: int, supplier: str) -> Sample:
    inner = (
        f"From: DCC <alerts@dcc.example>\nTo: {FORWARDER}\nSubject: Alert\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain\n\n{block(mpan(number), supplier, raised(number))}"
    )
    headers = 'Content-Type: multipart/mixed; boundary="b1"\n'
    body = f"--b1\nContent-Type: text/plain\n\nSee attached.\n--b1\nContent-Type: message/rfc822\n\n{inner}\n--b1--\n"
    return Sample(
        mail(number, body, headers=headers),
        "relayed",
        ((mpan(number), SUPPLIERS[supplier]),),
        kind="attached",
    )


def table(number: int, supplier: str) -> Sample:
    others = [name for name in SUPPLIERS if name != supplier]
    rows = [(mpan(number * 10 + 700_000 + i), name) for i, name in enumerate((supplier, *others[:2]))]
    cells = "".join(
        f"<tr><td>{point}</td><td>8F3F</td><td>{raised(number):%d/%m/%Y %H:%M:%S}</td>"
        f"<td>{name.replace('&', '&amp;')}</td></tr>"
        for point, name in rows
    )
    body = (
        "<html><body><p>Please pass on.</p><table><tr><th>MPAN</th><th>Alert Code</th><th>Date/Time</th>"
        f"<th>New Supplier</th></tr>{cells}</table></body></html>"
    )
    raw = mail(number, body, headers="Content-Type: text/html; charset=utf-8\n")
    return Sample(raw, "relayed", tuple((p, SUPPLIERS[n]) for p, n in rows), kind="table", alerts=3)


def wrong_digit(number: int, supplier: str) -> Sample:
    point = mpan(number)
    wrong = point[:12] + str((int(point[12]) + 1) % 10)
    return Sample(mail(number, block(wrong, supplier, raised(number))), "held", kind="wrong digit")


def unknown_code(number: int, supplier: str) -> Sample:
    return Sample(
        mail(number, block(mpan(number), supplier, raised(number), "8FEE")), "held", kind="unknown code"
    )


def not_relayed(number: int, supplier: str) -> Sample:
    text = block(mpan(number), supplier, raised(number), "8F35")
    return Sample(mail(number, text), "recorded", kind="not relayed")


def nobody_named(number: int, supplier: str) -> Sample:
    return Sample(mail(number, block(mpan(number), "", raised(number))), "held", kind="nobody named")


def near_name(number: int, supplier: str) -> Sample:
    text = block(mpan(number), "Brightwater Busines Energy", raised(number))
    return Sample(mail(number, text), "held", kind="near name")


def forged(number: int, supplier: str) -> Sample:
    proof = "mx.secas.example; dmarc=fail header.from=larkfield.example"
    text = block(mpan(number), supplier, raised(number))
    return Sample(mail(number, text, proof=proof), "held", receipt=False, kind="forged")


def stranger(number: int, supplier: str) -> Sample:
    text = block(mpan(number), supplier, raised(number))
    return Sample(
        mail(number, text, sender=f"a{number}@stranger.example"), "held", receipt=False, kind="stranger"
    )


def spam(number: int, supplier: str) -> Sample:
    text = f"You have won {number} pounds. Click here.\n"
    return Sample(
        mail(number, text, sender=f"x{number}@spam.example"), "held", receipt=False, kind="spam", alerts=0
    )


def away(number: int, supplier: str) -> Sample:
    headers = "Auto-Submitted: auto-replied\n"
    raw = mail(
        number, f"I am out of the office until {number}.\n", headers=headers, subject="Automatic reply: hello"
    )
    return Sample(raw, "recorded", receipt=False, kind="away", alerts=0)


KINDS = (
    good,
    attached,
    good,
    table,
    good,
    wrong_digit,
    unknown_code,
    good,
    not_relayed,
    nobody_named,
    near_name,
    forged,
    stranger,
    spam,
    away,
)


def samples(count: int) -> Iterator[Sample]:
    """So many mails; every fifteenth repeats the alert of a good one before it, in a new mail."""
    makers, suppliers = cycle(KINDS), cycle(SUPPLIERS)
    for number in range(1, count + 1):
        if number % 15 == 0 and number > 15:
            original = number - 14  # a good one, by the order of KINDS
            supplier = list(SUPPLIERS)[(original - 1) % len(SUPPLIERS)]
            text = "From me too.\n\n" + block(mpan(original), supplier, raised(original))
            next(makers), next(suppliers)
            yield Sample(mail(number, text), "recorded", kind="repeat")
        else:
            yield next(makers)(number, next(suppliers))
