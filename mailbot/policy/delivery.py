"""What an SMTP answer means for a letter: the one module that says whose trouble it is.

Takes a DeliveryStatus (RFC 5321 reply code, RFC 3463 enhanced status, how far the dialogue had come).
Gives its meaning, a sentence for a person, and how long to wait. We speak to our own submission host
only, one recipient a transaction, so most refusals are about our account and must fail no recipient.

The rows are read from the top and the first that fits decides, so an answer that fits none of the
particular rows still meets the general ones at the end, and every status has a meaning. Never sends,
sleeps or reads the clock; the random part of a wait is passed in.
"""

from dataclasses import dataclass
from datetime import timedelta

from mailbot.model.delivery import DeliveryStatus, Meaning, Stage

_ANY = frozenset(Stage)
_EARLY = _ANY - {Stage.DOT}
_LETTER = frozenset({Stage.RCPT, Stage.DATA, Stage.DOT})


@dataclass(frozen=True, slots=True)
class _Row:
    """One kind of answer. `codes` are inclusive ranges of reply codes; empty tuples fit everything.

    statuses: enhanced statuses, from and to, compared number by number. phrases: lower case, any of
    them in the diagnostic. When both are given, either suffices.
    """

    meaning: Meaning
    says: str
    stages: frozenset[Stage] = _ANY
    codes: tuple[tuple[int, int], ...] = ()
    statuses: tuple[tuple[str, str], ...] = ()
    phrases: tuple[str, ...] = ()

    def fits(self, status: DeliveryStatus) -> bool:
        """True when every test of this row holds."""
        if status.stage not in self.stages:
            return False
        if self.codes and not any(low <= status.code <= high for low, high in self.codes):
            return False
        if not self.statuses and not self.phrases:
            return True
        return self._names(status.status) or any(p in status.diagnostic.casefold() for p in self.phrases)

    def _names(self, enhanced: str) -> bool:
        number = _numbers(enhanced)
        return bool(number) and any(_numbers(low) <= number <= _numbers(high) for low, high in self.statuses)


def _numbers(enhanced: str) -> tuple[int, ...]:
    """'5.7.57' as (5, 7, 57); empty when it is no enhanced status."""
    parts = enhanced.split(".")
    return tuple(int(part) for part in parts) if len(parts) == 3 and _digits(parts) else ()


def _digits(parts: list[str]) -> bool:
    return all(part.isascii() and part.isdigit() and len(part) <= 3 for part in parts)


def _only(*enhanced: str) -> tuple[tuple[str, str], ...]:
    return tuple((one, one) for one in enhanced)


_NONE = ((0, 0),)
_REFUSED = ((400, 599),)
_TEMPORARY = ((400, 499),)
_PERMANENT = ((500, 599),)

_TABLE = (
    _Row(Meaning.SENT, "Our mail host took the letter.", frozenset({Stage.DOT}), ((200, 299),)),
    # After the final dot the host may have taken the letter and lost only its answer (RFC 5321, 4.5.3.2.6).
    _Row(
        Meaning.UNCERTAIN,
        "The connection was lost after the whole letter was sent, so our mail host may have taken it.",
        frozenset({Stage.DOT}),
        _NONE,
    ),
    _Row(Meaning.OURS, "Our mail host could not be reached.", frozenset({Stage.CONNECT}), _NONE),
    _Row(Meaning.OURS, "The connection to our mail host was lost before the letter was sent.", _EARLY, _NONE),
    # 421 closes the whole connection, whatever it was said to (RFC 5321, 3.8): it blames no letter.
    _Row(Meaning.OURS, "Our mail host is closing down or has too many connections.", codes=((421, 421),)),
    # The one refusal at MAIL that is about this letter: its size was announced there (RFC 1870, 6.1).
    # Calling it ours would stop every letter behind it for ever.
    _Row(
        Meaning.FAILED,
        "The letter is larger than our mail host takes.",
        frozenset({Stage.MAIL}),
        _PERMANENT,
        _only("5.3.4", "5.2.3"),
        ("message size exceeds", "message too large", "message too big"),
    ),
    _Row(Meaning.OURS, "Our mail host does not accept our connection.", frozenset({Stage.CONNECT})),
    _Row(Meaning.OURS, "No protected connection to our mail host could be made.", frozenset({Stage.TLS})),
    _Row(Meaning.OURS, "Our mail host does not accept our sign-in.", frozenset({Stage.SIGN_IN})),
    _Row(Meaning.OURS, "Our mail host does not accept our sender address.", frozenset({Stage.MAIL})),
    # Answers that come as late as after the dot and still are about the account (RFC 4954, 6).
    _Row(
        Meaning.OURS,
        "Our mail host wants us to sign in, or no longer accepts our sign-in.",
        codes=((530, 530), (534, 535), (538, 538)),
    ),
    _Row(
        Meaning.OURS,
        "Our account may not send from the sender address, or not to other organisations.",
        codes=_REFUSED,
        # 5.1.7, 5.1.8: sender address (RFC 3463, 3.2; Exchange Online says 5.1.8 to a blocked account).
        # 5.2.252, 5.7.60: SendAsDenied. 5.7.3, 5.7.57, 5.7.64, 5.7.139: not signed in.
        # 5.7.750: the sending domain is not registered.
        statuses=_only(
            "5.1.7", "5.1.8", "5.2.252", "5.7.3", "5.7.57", "5.7.60", "5.7.64", "5.7.139", "5.7.750"
        ),
        phrases=(
            "sendasdenied",
            "send as this sender",
            "sender address rejected",
            "relay access denied",
            "unable to relay",
            "relaying denied",
            "relay not permitted",
            "not authenticated to send",
            "authentication required",
        ),
    ),
    _Row(
        Meaning.OURS,
        "The provider has blocked our account or our server for sending.",
        codes=_REFUSED,
        # Exchange Online: 5.7.501 to 503 banned sender, 511 and 606 to 649 banned server, 700 to 749
        # suspicious tenant (708: no mail from this address range); 4.7.500 to 699 the same, for a while.
        statuses=(
            ("5.7.501", "5.7.503"),
            ("5.7.511", "5.7.511"),
            ("5.7.606", "5.7.649"),
            ("5.7.700", "5.7.749"),
            ("4.7.500", "4.7.749"),
        ),
        phrases=(
            "banned sender",
            "spam abuse detected",
            "banned sending ip",
            "traffic not accepted from this ip",
        ),
    ),
    # One supplier's mailbox that gets too much at once is that supplier's trouble, though it comes as a 5xx.
    _Row(
        Meaning.TRY_LATER,
        "The recipient's mailbox takes no more mail for the moment.",
        _LETTER,
        _REFUSED,
        _only("5.2.121", "5.2.122", "4.2.121", "4.2.122"),
        ("recipient thread limit exceeded",),
    ),
    # Our letters have one recipient each, so 'too many recipients' counts those of a minute or a day.
    _Row(
        Meaning.OURS,
        "Our account has reached the number of letters or recipients its provider allows.",
        codes=_REFUSED,
        statuses=_only("4.5.3", "5.5.3", "4.5.127", "5.1.90"),
        phrases=(
            "recipient limit exceeded",
            "too many recipients",
            "submission quota",
            "submissionquotaexceeded",
            "sending quota",
            "sending limit",
            "send limit",
            "daily limit",
            "message rate",
            "rate limit",
            "sender thread limit exceeded",
            "concurrent connections limit exceeded",
            "too many concurrent",
            "throttl",
        ),
    ),
    # The dialogue itself went wrong: no recipient is to blame for it (RFC 5321, 4.2.4).
    _Row(Meaning.OURS, "Our mail host did not understand us.", codes=((500, 500), (502, 504))),
    # A full mailbox may be emptied, but RFC 5321 (4.2.1) calls 5xx final and the alert cannot wait days.
    _Row(
        Meaning.FAILED,
        "The recipient's mailbox is full.",
        _LETTER,
        _PERMANENT,
        _only("5.2.2", "4.2.2"),
        ("mailbox full", "mailbox is full", "over quota", "quota exceeded"),
    ),
    _Row(
        Meaning.FAILED,
        "The letter is larger than the recipient's mail system takes.",
        _LETTER,
        _PERMANENT,
        _only("5.2.3", "5.3.4"),
        ("message size exceeds", "message too large", "message too big"),
    ),
    _Row(Meaning.FAILED, "The recipient is refused for good.", frozenset({Stage.RCPT}), _PERMANENT),
    # With one recipient a transaction, a refusal of DATA is a refusal of that sender-and-recipient pair
    # which a host put off until then (RFC 5321, 4.3.2 allows 550 here). Waiting would not change it.
    _Row(
        Meaning.FAILED,
        "The letter to this recipient is refused for good.",
        frozenset({Stage.DATA}),
        _PERMANENT,
    ),
    _Row(Meaning.FAILED, "The letter is refused for good.", frozenset({Stage.DOT}), _PERMANENT),
    _Row(Meaning.TRY_LATER, "The letter is refused for the moment.", _LETTER, _TEMPORARY),
    # What is left is no answer that belongs here, such as 354 after the dot.
    _Row(
        Meaning.UNCERTAIN,
        "Our mail host answered the whole letter with something else than yes or no, and may have taken it.",
        frozenset({Stage.DOT}),
    ),
    _Row(Meaning.OURS, "Our mail host answered with something we do not understand."),
)

_WHAT_NOW = {
    Meaning.SENT: "",
    Meaning.FAILED: "It is not tried again at this address: a person must look.",
    Meaning.TRY_LATER: "It is tried again later.",
    Meaning.OURS: "That is trouble on our side: the letter stays due and is sent when it is over.",
    Meaning.UNCERTAIN: "It is sent again with the same Message-ID, so the recipient may get it twice.",
}


def judge(status: DeliveryStatus) -> Meaning:
    """What `status` means for the letter. Every status has a meaning; none raises."""
    return _row(status).meaning


def explain(status: DeliveryStatus) -> str:
    """The meaning in one or two sentences for a person, with what the host said."""
    row = _row(status)
    said = " ".join(part for part in (_code(status), status.status, status.diagnostic) if part)
    host = status.remote or "The mail host"
    answer = f"{host} answered: {said.rstrip('.')}." if said else ""
    return " ".join(part for part in (row.says, answer, _WHAT_NOW[row.meaning]) if part)


def back_off(attempts: int, jitter: float) -> timedelta:
    """How long to wait after `attempts` tries of one letter: 1 min, 2, 4 .. about 1 h, at most 1 h.

    jitter: 0 to 1, chosen at random by the caller; it adds up to a quarter, so that letters deferred
    together do not come back together.
    """
    return _exponential(attempts, jitter, first=60, last=2880)


def ours_back_off(attempts: int, jitter: float) -> timedelta:
    """How long the whole submission rests after `attempts` failures of ours in a row: 30 s to 15 min.

    Shorter than `back_off`, since every letter waits for it; long enough not to lock our account out.
    """
    return _exponential(attempts, jitter, first=30, last=720)


def _exponential(attempts: int, jitter: float, *, first: int, last: int) -> timedelta:
    doublings = min(max(attempts, 1) - 1, 16)
    spread = 1 + min(max(jitter, 0.0), 1.0) / 4
    return timedelta(seconds=min(first * 2**doublings, last) * spread)


def _row(status: DeliveryStatus) -> _Row:
    return next(row for row in _TABLE if row.fits(status))


def _code(status: DeliveryStatus) -> str:
    return str(status.code) if status.code else ""
