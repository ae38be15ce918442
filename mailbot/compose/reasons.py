"""What a forwarder is told of the reasons of a decision, and what it is asked to do.

The sentences of a decision are written for SECAS; where one speaks of contacts, of who acted, or of what SECAS should
do, the forwarder gets another. An alert that was decided again keeps its earlier reasons in front; only those of the
last decision count here. Takes reasons, gives sentences; nothing is looked up.
"""

from mailbot.model.decision import Because, Reason

_INSTEAD = {
    Reason.UNDELIVERABLE: "The mail server of the supplier did not take it; a person at SECAS acts.",
    Reason.NOT_OURS: "The supplier says that it does not serve this meter point; please check whom you named.",
    Reason.METER_POINT_DISPUTED: (
        "A supplier says that it does not serve this meter point; until that is settled nothing more is passed on."
    ),
    Reason.AWAY: "The contact of the supplier is away; a person at SECAS acts.",
    Reason.NO_LONGER_CURRENT: "The supplier or its contact changed before it could be sent.",
    Reason.NO_CONTACT: "The supplier has no current contact on the Supplier Contact List.",
    Reason.SUPPLIER_LEFT: "The supplier is no longer on the Supplier Contact List.",
    Reason.CODE_UNKNOWN: "Whether an alert with this code is passed on is decided by a person.",
    Reason.OTHER_SUPPLIER_BEFORE: "This alert was forwarded before for another supplier.",
    Reason.BY_A_PERSON: "A person at SECAS stopped it, and decides what becomes of it.",
}
_BY_A_PERSON_FOR_GOOD = "A person at SECAS looked at it and decided that it is not passed on."
# With these an alert that was decided before is decided again; what was said until then is past.
_AGAIN = frozenset(
    {
        Reason.COMPLETED,
        Reason.BY_A_PERSON,
        Reason.UNDELIVERABLE,
        Reason.NO_LONGER_CURRENT,
        Reason.NOT_OURS,
        Reason.DELIVERED_AFTER_ALL,
    }
)
_FOR_SECAS = (_AGAIN - {Reason.COMPLETED}) | {Reason.METER_POINT_DISPUTED}
_NAME_THE_SUPPLIER = (
    "Please reply with a line 'Supplier: ' and the name or MPID of the supplier that gained the customer."
)
_TO_DO = {
    Reason.NO_EVIDENCE: _NAME_THE_SUPPLIER,
    Reason.NAMES_FORWARDER: _NAME_THE_SUPPLIER,
    Reason.NAME_UNKNOWN: _NAME_THE_SUPPLIER,
    Reason.NAME_AMBIGUOUS: _NAME_THE_SUPPLIER,
    Reason.NEAR_MATCH: _NAME_THE_SUPPLIER,
    Reason.EVIDENCE_INSUFFICIENT: _NAME_THE_SUPPLIER,
    Reason.OTHER_SUPPLIER_BEFORE: _NAME_THE_SUPPLIER,
    Reason.FACT_UNREADABLE: "Please check it and reply with the right one.",
    Reason.CODE_MISSING: "Please reply with the alert code, such as 'Alert code: 8F3F'.",
    Reason.NO_SUBJECT: "Please reply with the meter point, such as 'MPAN: ' or 'MPRN: ' and its digits.",
    Reason.TIME_IN_FUTURE: "Please check the date and reply with the right one, day first.",
}


def for_secas_alone(because: tuple[Because, ...]) -> bool:
    """Whether nothing its forwarder could send would let the alert go on."""
    return _latest(because)[0].reason in _FOR_SECAS


def told(because: tuple[Because, ...]) -> str:
    """The one sentence that matters to the forwarder of an alert that waits: the first of the last decision."""
    first = _latest(because)[0]
    return _INSTEAD.get(first.reason, first.text)


def declined(because: tuple[Because, ...]) -> str:
    """The same for one that is not passed on."""
    first = _latest(because)[0]
    return _BY_A_PERSON_FOR_GOOD if first.reason is Reason.BY_A_PERSON else told(because)


def of_the_one_it_repeats(because: tuple[Because, ...]) -> str:
    """What the forwarder of a repeat may hear of the alert it repeats, which may be another's: no word of its mail."""
    return _INSTEAD.get(_latest(because)[0].reason, "")


def asked(because: tuple[Because, ...]) -> tuple[tuple[str, ...], str]:
    """Why the forwarder must act (sentences), and what it is asked to do (sentences, joined)."""
    latest = _latest(because)
    open_ones = tuple(each for each in latest if each.reason in _TO_DO) or latest[:1]
    why = tuple(_INSTEAD.get(each.reason, each.text) for each in open_ones)
    return why, " ".join(dict.fromkeys(_TO_DO[each.reason] for each in open_ones if each.reason in _TO_DO))


def _latest(because: tuple[Because, ...]) -> tuple[Because, ...]:
    """The reasons of the last decision, without the word that there was another one."""
    starts = [place for place, each in enumerate(because) if each.reason in _AGAIN]
    latest = because[starts[-1] :] if starts else because
    return latest[1:] if latest[0].reason is Reason.COMPLETED and len(latest) > 1 else latest
