"""Bytes to text: charsets that lie or have no name, flowed lines.

Takes the octets of one text and the charset that it claims; gives text, and in words what was wrong with it. RFC 2978
names charsets, RFC 3676 format=flowed. What a charset cannot read is read in it as far as it goes when little is
damaged, else as UTF-8 and, byte by byte where that fails, as Windows-1252. Never raises, and never asks for a codec
that is not a plain character set.
"""

import codecs
import re
from typing import Final

# Codecs that Python calls text encodings but that no mail body is written in, some of them slow.
_NOT_CHARSETS: Final = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "charmap"}
)
# What mail calls these is in practice their Windows superset.
_SUPERSETS: Final = {
    "iso8859-1": "cp1252",
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-9": "cp1254",
    "tis_620": "cp874",
    "iso8859-11": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf_8_sig": "utf-8",
}
# Names that programs write and Python does not know.
_ALIASES: Final = {
    "ansi": "cp1252",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "x-mac-japanese": "cp932",
    "x-euc": "euc_jp",
    "unicode": "utf-16",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "iso-10646-ucs-2": "utf-16",
    "ucs-2": "utf-16",
    "ks_c_5601": "cp949",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "x-mac-roman": "mac_roman",
    "iso-2022-cn": "gb18030",
    "8bit": "",
    "unknown": "",
}
_WINDOWS: Final = re.compile(r"(?:x-)?(?:win|windows|cp|ansi|ms|ibm|dos)[-_ ]?([0-9]{3,4})")
_TOKEN: Final = re.compile(r"[a-z0-9][a-z0-9_.:+-]{1,39}")
_SEVERAL_BYTES: Final = ("utf", "gb", "big5", "euc", "shift", "cp932", "cp949", "iso2022", "hz", "johab")
_ESCAPES: Final = (b"\x1b$", b"\x1b(")
_UNSEEN: Final = re.compile("[\x00\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_BLANKS: Final = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_FLOWED_QUOTE: Final = re.compile(r">{1,100}")
_MOST_MENDED: Final = 20_000
_MENDING: Final = "mailbot.windows-1252"


def named(octets: bytes, charset: str) -> tuple[str, str]:
    """Text in the charset a mail names, else guessed; the defect says that the charset was wrong."""
    if octets.startswith(codecs.BOM_UTF8):
        return guessed(octets[3:]), ""
    wide = _wide(octets, charset)
    if wide:
        fits = not charset or _codec(charset).startswith("utf-16")
        return octets.decode(wide, "replace"), "" if fits else _wrong(charset)
    codec = _codec(charset)
    if not codec:
        return guessed(octets), _wrong(charset) if charset.strip() or not octets.isascii() else ""
    if _lies(octets, codec):
        return guessed(octets), _wrong(charset)
    try:
        return octets.decode(codec), ""
    except (UnicodeError, ValueError, LookupError):
        return _as_far_as_it_goes(octets, codec), _wrong(charset)


def guessed(octets: bytes) -> str:
    """Text as UTF-8; each byte that is none, or everything where no character is, as Windows-1252."""
    if octets.isascii():
        return _japanese(octets) if any(escape in octets for escape in _ESCAPES) else octets.decode("ascii")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        kept = octets.decode("utf-8", "ignore")
    damaged = len(octets) - len(kept.encode("utf-8"))
    if kept.isascii() or damaged > _MOST_MENDED:
        return octets.decode("cp1252", "replace")
    return octets.decode("utf-8", _MENDING)


def tidy(text: str) -> str:
    """LF line ends; without NUL, zero-width and direction marks; every wide or fixed blank a plain one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() and "\0" not in text else _BLANKS.sub(" ", _UNSEEN.sub("", text))


def unflowed(text: str, delete_space: bool) -> str:
    """Paragraphs of format=flowed put together again (RFC 3676, section 4); quote marks are kept."""
    out: list[str] = []
    flowing: list[str] = []
    open_depth = -1  # the quote depth of a line that flows on, -1 when none does
    for line in text.split("\n"):
        quote = _FLOWED_QUOTE.match(line)
        depth = quote.end() if quote else 0
        content = line[depth:].removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        shown = content[:-1] if flows and delete_space else content
        if open_depth != depth or content == "-- ":
            out.append("".join(flowing))
            flowing = [f"{'>' * depth} " if depth else ""]
        flowing.append(shown)
        open_depth = depth if flows else -1
    return "\n".join((*out[1:], "".join(flowing)))


def _wrong(charset: str) -> str:
    return f"a text says its charset is {charset[:40]!r}, which does not fit"


def _wide(octets: bytes, charset: str) -> str:
    """The form of UTF-16 that the octets are in, whatever the mail says: every second one is NUL, or a BOM."""
    sample = octets[:400]
    if sample[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) and (not charset or 0 in sample):
        return "utf-16"
    even, odd, pairs = sample[::2].count(0), sample[1::2].count(0), len(sample) // 2
    if pairs < 4 or max(even, odd) * 2 < pairs or min(even, odd) * 10 > pairs:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _lies(octets: bytes, codec: str) -> bool:
    """Whether a text is in another charset although its codec would read it.

    A text of single bytes that is UTF-8 is hardly ever so by chance; one of UTF-16 has NULs; ISO-2022-JP has escapes.
    """
    if octets.isascii():
        if codec.startswith(("utf-16", "utf-32")):
            return 0 not in octets
        return not codec.startswith(("iso2022", "hz")) and any(escape in octets for escape in _ESCAPES)
    if codec.startswith(_SEVERAL_BYTES):
        return False
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _as_far_as_it_goes(octets: bytes, codec: str) -> str:
    """In this charset where little is damaged, else guessed."""
    if codec in ("utf-8", "utf-7"):
        return guessed(octets)
    try:
        text = octets.decode(codec, "replace")
    except (UnicodeError, ValueError, LookupError):
        return guessed(octets)
    damaged = text.count("\ufffd")
    return text if damaged <= 2 or damaged * 50 < len(text) else guessed(octets)


def _japanese(octets: bytes) -> str:
    """ISO-2022-JP, which is all ASCII, where nothing says so."""
    try:
        return octets.decode("iso2022_jp")
    except UnicodeDecodeError:
        return octets.decode("ascii")


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """The bytes that are no UTF-8, for the codec machinery (PEP 293)."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_MENDING, _as_windows_1252)


def _codec(charset: str) -> str:
    """The codec for a charset, or an empty string when there is none fit for text."""
    for name in _names(charset):
        try:
            found = codecs.lookup(name).name
        except (LookupError, ValueError, UnicodeError, TypeError, ImportError):
            continue
        if found not in _NOT_CHARSETS:
            return _SUPERSETS.get(found, found)
    return ""


def _names(charset: str) -> list[str]:
    """What a codec may call a charset: without quotes, 'charset=', a quoted-printable '3D', or what is behind it."""
    lower = charset[:100].casefold().strip(" \t\"'<>;=")
    lower = lower.removeprefix("3d").removeprefix("charset=").strip(" \"'=").removeprefix("3d")
    match = _TOKEN.match(lower.strip("\"'"))
    if match is None:
        return []
    name = match[0].strip(".:-+")
    windows = _WINDOWS.match(name)
    utf8 = "utf-8" if name.startswith(("utf8", "utf-8", "utf_8")) else ""
    several = (_ALIASES.get(name, name), utf8, f"cp{windows[1]}" if windows else "", name.removeprefix("x-"))
    return [each for each in several if each]
