"""Mail that comes back about a letter of ours: bounces, delay notices, absences, answers."""


def _raw(headers: str, body: str) -> bytes:
    return f"{headers}MIME-Version: 1.0\n{body}".replace("\n", "\r\n").encode()


def report(
    message_id: str,
    recipient: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    subject: str = "",
    number: int = 1,
) -> bytes:
    """A delivery status notification as Postfix writes it (RFC 3464); without `message_id` no trace of the letter."""
    subject = (
        subject
        or {
            "failed": "Undelivered Mail Returned to Sender",
            "delayed": "Delayed Mail (still being retried)",
            "delivered": "Successful Mail Delivery Report",
        }[action]
    )
    traced = f"Message-ID: {message_id}\nSubject: Critical Alert\n" if message_id else "Subject: something\n"
    return _raw(
        f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.brightwater.example (Mail Delivery System)\n"
        f"To: alerts@secas.example\nSubject: {subject}\nAuto-Submitted: auto-replied\n"
        f"Message-ID: <{number}.report@mx.brightwater.example>\nDate: Tue, 24 Nov 2026 10:{number:02d}:00 +0000\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n',
        "\n--b\nContent-Type: text/plain\n\nThis is the mail system.\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.brightwater.example\n\n"
        f"Final-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nFrom: alerts@secas.example\nTo: {recipient}\n{traced}\n--b--\n",
    )


def away(
    message_id: str, sender: str, *, subject: str = "Automatic reply: Critical Alert", number: int = 1
) -> bytes:
    """An out-of-office message as Exchange writes it (RFC 3834)."""
    reply = f"In-Reply-To: {message_id}\n" if message_id else ""
    return _raw(
        f"From: Somebody <{sender}>\nTo: alerts@secas.example\nSubject: {subject}\n{reply}"
        "Auto-Submitted: auto-replied\n"
        f"X-Auto-Response-Suppress: All\nMessage-ID: <{number}.away@{sender.partition('@')[2]}>\n"
        f"Date: Tue, 24 Nov 2026 10:{number:02d}:00 +0000\nContent-Type: text/plain\n",
        "\nI am out of the office until 5 January and do not read mail.\n",
    )


def answer(
    message_id: str,
    sender: str,
    text: str,
    *,
    subject: str = "RE: Critical Alert",
    number: int = 1,
    proved: bool = True,
    to: str = "alerts@secas.example",
) -> bytes:
    """A person's answer, as a mail program writes it, with a quote below."""
    domain = sender.partition("@")[2]
    verdict = "pass" if proved else "fail"
    reply = f"In-Reply-To: {message_id}\nReferences: {message_id}\n" if message_id else ""
    return _raw(
        f"Authentication-Results: mx.secas.example; dmarc={verdict} header.from={domain}\n"
        f"From: Somebody Else <{sender}>\nTo: {to}\nSubject: {subject}\n{reply}"
        f"Message-ID: <{number}.answer@{domain}>\nDate: Tue, 24 Nov 2026 10:{number:02d}:00 +0000\n"
        "Content-Type: text/plain; charset=utf-8\n",
        f"\n{text}\n\nOn Tue, 24 Nov 2026 at 10:00, SECAS Critical Alerts <alerts@secas.example> wrote:\n"
        "> A meter at a meter point you are recorded as supplying has sent a Critical Alert.\n",
    )
