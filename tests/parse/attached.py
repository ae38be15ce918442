"""Short ways to make attachments, and mails around them, for the tests of what opens them. All content is invented."""

import io
import zipfile
from email.message import EmailMessage

from mailbot.model.limits import Limits
from mailbot.model.mail import Mail, Part
from mailbot.parse import attachments, message
from mailbot.parse.opening import Attached, CannotOpen, Opening

HEAD = "MPAN,Device ID,Alert Code,Date/Time,New Supplier"
ROW = "1012345678903,00-1D-24-02-01-A0-0B-11,8F3F,13/11/2026 07:40:00,Brightwater Business Energy Ltd"
CSV = f"{HEAD}\r\n{ROW}\r\n".encode()
TABLE = CSV.decode().replace(",", "\t").replace("\r\n", "\n").strip("\n")


def item(name, content, content_type="application/octet-stream"):
    """An attachment by itself."""
    return Attached(Part(content_type, name, payload=content), name)


def opening(**limits):
    """The caps, of a mail whose attachments have a megabyte."""
    return Opening(Limits(**limits), packed=1_000_000)


def why(read, content, name="a.bin", **limits):
    """Why an opener cannot open this."""
    try:
        found = read(item(name, content), opening(**limits))
    except CannotOpen as reason:
        return str(reason)
    raise AssertionError(f"it was opened: {found}")


def mail_with(*files, text="Please see the attachment."):
    """A mail with these files (name, content, content type), read but not opened."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@larkfield.example", "alerts@secas.example", "Alerts"
    mail.set_content(text)
    for name, content, *content_type in files:
        maintype, subtype = (content_type or ["application/octet-stream"])[0].split("/")
        mail.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return message.read(mail.as_bytes(), Limits())


def opened(*files, text="Please see the attachment.", **limits) -> Mail:
    """The same, opened."""
    return attachments.opened(mail_with(*files, text=text), Limits(**limits))


def zipped(files, how=zipfile.ZIP_DEFLATED):
    """A .zip of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()
