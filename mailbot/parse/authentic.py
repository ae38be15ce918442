"""Who sent a mail, as our own mail host found (RFC 8601; DMARC alignment as in RFC 7489, section 3.1).

Takes a Mail and the authserv-id that our mail host writes; gives a Verdict with a sentence that says why. Only
the topmost Authentication-Results header with that id counts: those further down came with the mail and may be
forged. Our mail host writes it above every Received that it found (RFC 8601, section 5), so only hosts of our own
may stand above it. For Exchange Online, which writes no id, the id is 'exchange-online'. Two domains are aligned
when they are equal or one lies below the other; no list of public suffixes is used, and a domain of one label is
aligned with nothing. Whatever is missing, doubled or unreadable leaves the sender unproved. Never raises, asks no
DNS and checks no signature itself.
"""

import re

from mailbot.model.mail import Address, Mail
from mailbot.model.sender import Level, Verdict
from mailbot.parse import received
from mailbot.parse.authentication_results import Result, Results, read
from mailbot.parse.entity import BROKEN_LINES

EXCHANGE_ONLINE = "exchange-online"

_HEADER = "authentication-results"
_DOMAIN = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,62}\.[a-z0-9_]){1,20}[a-z0-9_-]{0,62}")
_EXCHANGE_BEGINNINGS = ("spf=", "dkim=", "dmarc=", "compauth=")
_SHOWN = ("dmarc", "dkim", "spf")


def verdict(mail: Mail, trusted_authserv_id: str) -> Verdict:
    """How sure we are that the From address sent the mail: proved, likely or unproved."""
    pinned = trusted_authserv_id.strip().casefold()
    if not pinned:
        return _unproved("no trusted_authserv_id is configured")
    domain, why = _from_domain(mail)
    if why:
        return _unproved(why)
    found, why = _trusted(mail, pinned)
    return _judged(found, domain, pinned) if found else _unproved(why)


def aligned(one: str, other: str) -> bool:
    """Whether two domains are equal or one lies below the other (relaxed alignment)."""
    if not (_DOMAIN.fullmatch(one) and _DOMAIN.fullmatch(other)):
        return False
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _from_domain(mail: Mail) -> tuple[str, str]:
    """The domain of the one From address, or an empty string and why there is none."""
    if len(mail.all("From")) > 1:
        return "", "the mail has several From headers"
    if not mail.from_:
        return "", "the mail has no From address that can be read"
    if len(mail.from_) > 1:
        return "", "the From header names several addresses"
    domain = _domain_of(mail.from_[0])
    if not domain:
        return "", f"the From address {_cut(mail.from_[0].address)} is not a plain mail address"
    return domain, ""


def _domain_of(address: Address) -> str:
    local, at, domain = address.address.rpartition("@")
    plain = at and local and not re.search(r'[@\s<>(),;:\\"\[\]]', local)
    domain = _ascii(domain)
    return domain if plain and _DOMAIN.fullmatch(domain) else ""


def _trusted(mail: Mail, pinned: str) -> tuple[Results | None, str]:
    """The topmost header of our own mail host, or why there is none that can be relied on."""
    above: list[str] = []
    seen = False
    for name, value in mail.headers:
        header = name.casefold()
        if header == "received":
            above.append(value)
        elif header == _HEADER:
            seen = True
            if _is_ours(value, pinned):
                return _read(mail, value, pinned, received.foreign(above, pinned))
    if not seen:
        return None, "the mail has no Authentication-Results header"
    return None, f"no Authentication-Results header is from {_host(pinned)}"


def _read(mail: Mail, value: str, pinned: str, foreign: str) -> tuple[Results | None, str]:
    if BROKEN_LINES in mail.defects:
        return (
            None,
            f"{BROKEN_LINES}, so that what {_host(pinned)} wrote cannot be told from what the sender wrote",
        )
    if foreign:
        return None, foreign
    found = read(value)
    if found is None:
        return None, f"the Authentication-Results header of {_host(pinned)} cannot be read"
    if not found.known_version:
        return None, f"the Authentication-Results header of {_host(pinned)} has an unknown version"
    return found, ""


def _host(pinned: str) -> str:
    """Our mail host as a person knows it."""
    return "Exchange Online" if pinned == EXCHANGE_ONLINE else f"our mail host {pinned}"


def _is_ours(value: str, pinned: str) -> bool:
    """Whether the header carries the pinned id. Only the id itself and a version may stand before the results.

    A comment beside the id is refused although RFC 8601 allows one: our mail host writes none, and a header
    that reads differently to two programs must not pass as ours.
    """
    if pinned == EXCHANGE_ONLINE:
        return value.lstrip()[:12].casefold().startswith(_EXCHANGE_BEGINNINGS)
    head = value.partition(";")[0].split()
    if not head or head[0].casefold() != pinned:
        return False
    return len(head) == 1 or (len(head) == 2 and head[1].isdigit())


def _judged(found: Results, domain: str, pinned: str) -> Verdict:
    host = _host(pinned)
    dmarc = found.of("dmarc")
    if len(dmarc) > 1:
        return _unproved(f"{host} reports DMARC more than once")
    policy = dmarc[0] if dmarc else Result("dmarc", "")
    judged = _domain(policy.only("header.from"))
    if policy.value == "fail":
        return _unproved(f"{host} says that DMARC failed for {domain}")
    if judged and not _same_or_below(domain, judged):
        return _unproved(f"{host} judged {_cut(judged)} and not {domain}, the domain of the From address")
    if judged and policy.value == "pass":
        return _sure(
            Level.PROVED, f"{host} says that DMARC passed for {domain}, the domain of the From address"
        )
    signer = next((each for each in map(_signer, found.of("dkim")) if aligned(each, domain)), "")
    if signer:
        return _sure(Level.PROVED, f"{host} says that DKIM passed for {signer}, which fits the From address")
    if judged and policy.value == "bestguesspass":
        return _sure(
            Level.LIKELY, f"{host} says that DMARC would pass for {domain}, which publishes no policy"
        )
    sender = next((each for each in map(_envelope, found.of("spf")) if aligned(each, domain)), "")
    if sender:
        return _sure(Level.LIKELY, f"{host} says that SPF passed for {sender}, and nothing stronger")
    return _unproved(f"{host} says {_summary(found)}; nothing there passed for {domain}")


def _same_or_below(domain: str, above: str) -> bool:
    """Whether a domain is the other or lies below it: some hosts name the domain whose policy they used."""
    return domain == above or domain.endswith(f".{above}")


def _signer(result: Result) -> str:
    """The domain whose DKIM signature passed, or an empty string."""
    if result.value != "pass":
        return ""
    named = any(key == "header.d" for key, _ in result.properties)
    return _domain(result.only("header.d") if named else result.only("header.i"))


def _envelope(result: Result) -> str:
    """The domain of the envelope sender that SPF passed, or an empty string."""
    return _domain(result.only("smtp.mailfrom")) if result.value == "pass" else ""


def _domain(value: str) -> str:
    """The domain of a property that is a domain, an address or '@domain'; empty when it is none of them."""
    domain = _ascii(value.rpartition("@")[2])
    return domain if _DOMAIN.fullmatch(domain) else ""


def _ascii(domain: str) -> str:
    """The domain in lower case without a final dot, other scripts as A-labels (RFC 5891)."""
    domain = domain.strip().casefold().removesuffix(".")
    if domain.isascii() or len(domain) > 253:
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except (UnicodeError, ValueError):
        return ""


def _summary(found: Results) -> str:
    said = [each for method in _SHOWN for each in found.of(method)][:6]
    return ", ".join(map(_said, said)) or "nothing about DMARC, DKIM or SPF"


def _said(result: Result) -> str:
    names = ("header.from", "header.d", "header.i", "smtp.mailfrom")
    subject = next((value for key, value in result.properties if key in names and value), "")
    about = f" ({_cut(subject)})" if subject else ""
    return f"{result.method}={_cut(result.value)}{about}"


def _cut(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:97]}..."


def _unproved(why: str) -> Verdict:
    return Verdict(Level.UNPROVED, why) if why.startswith("no trusted_") else _sure(Level.UNPROVED, why)


def _sure(level: Level, why: str) -> Verdict:
    """The verdict with its sentence. None begins with the name of a host, which would get a capital."""
    return Verdict(level, f"{why[:1].upper()}{why[1:]}.")
