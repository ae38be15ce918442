"""Mailboxes as mail clients show them in the header block of a forward: no RFC 5322 syntax any more.

Takes the value of a From, To or Cc line; gives Addresses. '[mailto:a@b]', '<a@b<mailto:a@b>>', 'Name (a@b)', a
name alone and a name with commas are understood. What is no address is a name; never raises, linear in the value.
"""

import re

from mailbot.model.mail import Address

_LONGEST_VALUE = 20_000
_MOST = 2_000
_MAILTO = re.compile(r"[<(\[]mailto:([^<>()\[\]\s]{1,300})[>)\]]", re.IGNORECASE)
_LINK = re.compile(
    r"[<(\[](?:https?|tel|x-apple-data-detectors)://?[^<>()\[\]\s]{0,2000}[>)\]]", re.IGNORECASE
)
_WORD = re.compile(r"[^\s<>()\[\]\"',;:|]{1,200}@[^\s<>()\[\]\"',;:|]{1,200}")
_QUOTED = re.compile(r'"[^"\n]{0,200}"@[^\s<>()\[\]"\',;:|]{1,200}')
_ON_BEHALF = re.compile(
    r"\b(?:on behalf of|im auftrag von|de la part de|namens|en nombre de|per conto di|em nome de|på vegne af|"
    r"på vegne av|på uppdrag av|w imieniu|jménem|от имени|代表|代理)\b",
    re.IGNORECASE,
)
_AROUND = " \t*_<>\"'“”‘’«»„,;()[]|"


def mailbox(value: str) -> Address:
    """The one mailbox of a From line; the whole value is one, commas and all. A name alone has no address."""
    text = _plain_links(value[:_LONGEST_VALUE]).strip(" \t")
    found = _address_in(text)
    if not found:
        return Address("", _name(_without_brackets(text)))
    start, end = found
    name = _name(_nearest(text[:start])) or _name(_comment(text[end:]))
    address = text[start:end].strip(".*")
    return Address(address, "" if name.casefold() == address.casefold() else name)


def mailboxes(value: str) -> tuple[Address, ...]:
    """The mailboxes of a To or Cc line."""
    pieces = _separated(_plain_links(value[:_LONGEST_VALUE]))[:_MOST]
    return tuple(each for each in map(mailbox, pieces) if each.address or each.name)


def has_address(value: str) -> bool:
    """Whether an address stands in the value."""
    return "@" in value and _address_in(value[:_LONGEST_VALUE]) is not None


def _address_in(text: str) -> tuple[int, int] | None:
    """Where the address stands: in the angle brackets first, for a name may look like an address as well."""
    matches = [*_QUOTED.finditer(text), *_WORD.finditer(text)][:50] if "@" in text else []
    spans = [each.span() for each in matches if _is_plausible(each[0])]
    bracketed = [span for span in spans if text[: span[0]].rstrip(" ")[-1:] in ("<", "[")]
    return next(iter((*bracketed, *spans)), None)


def _is_plausible(word: str) -> bool:
    """Whether it is an address and no Notes name such as 'Ann Lee/LARK@LARK'."""
    return "/" not in word.rpartition("@")[2] and ("/" not in word or "." in word.rpartition("@")[2])


def _nearest(before: str) -> str:
    """The name before an address; of 'Sender on behalf of Author' that of the author, where he has an address."""
    pieces = _ON_BEHALF.split(before)
    return pieces[-1]


def _comment(behind: str) -> str:
    """The name behind an address: 'a@b (Name)'; no further address."""
    return "" if "@" in behind else behind


def _without_brackets(text: str) -> str:
    """The name of 'Name </O=ORG/CN=NAME>' or 'Name <>'."""
    before = text.partition("<")[0]
    return before if before.strip() else text


def _name(text: str) -> str:
    return " ".join(text.strip(_AROUND).split())


def _plain_links(value: str) -> str:
    """Links put back into brackets, those that only repeat the address before them taken away."""
    if "mailto:" not in value.casefold():
        return _LINK.sub("", value) if "://" in value else value

    def shown(match: re.Match[str]) -> str:
        before = value[max(0, match.start() - 320) : match.start()].casefold()
        return "" if match[1].casefold() in before else f"<{match[1]}>"

    return _LINK.sub("", _MAILTO.sub(shown, value))


def _separated(value: str) -> list[str]:
    """The entries of a list: at semicolons where there are any, else at the commas behind an address."""
    if ";" in value:
        return [piece.strip() for piece in value.split(";") if piece.strip()]
    if "@" not in value:
        return [value.strip()] if value.strip() else []
    entries: list[str] = []
    pending = ""
    for piece in re.split("[,，、]", value):
        pending = f"{pending},{piece}" if pending else piece
        if "@" in piece:
            entries.append(pending.strip())
            pending = ""
    return [*entries, *([pending.strip()] if pending.strip() else [])]
