"""Bytes to text: transfer encodings, charsets that lie, flowed lines.

Takes the body of one part; gives text with LF line ends and without NUL, and in words what was wrong with
it. RFC 2045 section 6 (transfer encodings), RFC 3676 (format=flowed). What a charset cannot read is read as
UTF-8, else as Windows-1252. Never raises, and never asks for a codec that is not a plain character set.
"""

import codecs
import re
from binascii import Error as BinasciiError
from binascii import a2b_base64, a2b_qp

# Codecs that Python calls text encodings but that no mail body is written in, some of them slow.
_NOT_CHARSETS = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "charmap"}
)
# What mail calls these is in practice their Windows superset.
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "utf-8", "gb2312": "gb18030", "iso8859-9": "cp1254"}
_UNSEEN = re.compile("[\x00\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_FLOWED_QUOTE = re.compile(r">{1,100}")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")


def transfer_decoded(body: bytes, encoding: str) -> tuple[bytes, str]:
    """The octets behind a Content-Transfer-Encoding, and a defect in words or an empty string."""
    if encoding == "base64":
        return from_base64(body)
    if encoding == "quoted-printable":
        try:
            return a2b_qp(body), ""
        except (BinasciiError, ValueError):
            return body, "a part says quoted-printable and is not"
    known = encoding in ("", "7bit", "8bit", "binary")
    return body, "" if known else f"a part has the unknown transfer encoding {encoding[:40]!r}"


def from_base64(data: bytes) -> tuple[bytes, str]:
    """The octets behind base64, read as far as it goes (RFC 2045, section 6.8)."""
    try:
        return a2b_base64(data), ""
    except (BinasciiError, ValueError):
        pass
    clean = _NOT_BASE64.sub(b"", data).rstrip(b"=")
    clean = clean[: len(clean) - 1] if len(clean) % 4 == 1 else clean
    try:
        return a2b_base64(clean + b"=" * (-len(clean) % 4)), "the base64 of a part is damaged"
    except (BinasciiError, ValueError):
        return b"", "the base64 of a part cannot be read"


def named(octets: bytes, charset: str) -> tuple[str, str]:
    """Text in the charset a mail names, else guessed; the defect says that the charset was wrong."""
    if octets.startswith(codecs.BOM_UTF8):
        return guessed(octets[3:]), ""
    if not charset and octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        charset = "utf-16"
    codec = _codec(charset)
    if codec:
        try:
            return octets.decode(codec), ""
        except (UnicodeError, ValueError, LookupError):
            pass
    wrong = bool(charset.strip()) or (not charset and not octets.isascii())
    return guessed(
        octets
    ), f"a text says its charset is {charset[:40]!r}, which does not fit" if wrong else ""


def guessed(octets: bytes) -> str:
    """Text as UTF-8, else as Windows-1252."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("cp1252", "replace")


def tidy(text: str) -> str:
    """LF line ends; without NUL, zero-width and direction marks; every wide or fixed blank a plain one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() and "\0" not in text else _BLANKS.sub(" ", _UNSEEN.sub("", text))


def unflowed(text: str, delete_space: bool) -> str:
    """Paragraphs of format=flowed put together again (RFC 3676, section 4); quote marks are kept."""
    out: list[str] = []
    open_depth = -1  # the quote depth of a line that flows on, -1 when none does
    for line in text.split("\n"):
        quote = _FLOWED_QUOTE.match(line)
        depth = quote.end() if quote else 0
        content = line[depth:].removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        shown = content[:-1] if flows and delete_space else content
        if open_depth == depth and content != "-- ":
            out[-1] += shown
        else:
            out.append(f"{'>' * depth} {shown}" if depth else shown)
        open_depth = depth if flows else -1
    return "\n".join(out)


def _codec(charset: str) -> str:
    """The codec for a charset, or an empty string when there is none fit for text."""
    if not charset or len(charset) > 40 or not charset.isascii():
        return ""
    try:
        name = codecs.lookup(charset.strip()).name
    except (LookupError, ValueError, UnicodeError, TypeError, ImportError):
        return ""
    return "" if name in _NOT_CHARSETS else _SUPERSETS.get(name, name)
