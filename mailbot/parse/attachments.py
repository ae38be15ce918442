"""Which attachments may hold alerts and cannot be read.

Takes a Mail, gives names. A logo that the body shows, a calendar entry, a visiting card or a signature file
holds no alert; everything else that is not text or mail might, and is named so that a person looks.
"""

from mailbot.model.mail import Mail, Part

# Beside these, every attachment is of a kind that could carry an alert.
_HARMLESS_TYPES = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "message/delivery-status",
        "message/disposition-notification",
        "message/global-delivery-status",
        "text/calendar",
        "text/rfc822-headers",
        "text/vcard",
        "text/x-vcard",
    }
)
_HARMLESS_NAMES = (".ics", ".p7s", ".vcf", ".asc", ".sig")


def unread(mail: Mail) -> tuple[str, ...]:
    """Names of the attachments, at every depth, that may hold alerts and are not read."""
    here = tuple(_name(part) for part in mail.parts if not _harmless(part))
    return here + tuple(name for inner in mail.enclosed for name in unread(inner))


def _harmless(part: Part) -> bool:
    if part.inline or not part.payload.strip():
        return True
    return part.content_type in _HARMLESS_TYPES or part.filename.casefold().endswith(_HARMLESS_NAMES)


def _name(part: Part) -> str:
    return part.filename or f"(no name, {part.content_type})"
