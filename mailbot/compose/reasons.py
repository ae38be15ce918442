"""What a forwarder is told of the reasons of a decision, and what it is asked to do.

The sentences of a decision are written for SECAS; where one speaks of contacts, or of what SECAS should do,
the forwarder gets another. Takes reasons, gives sentences; nothing is looked up.
"""

from mailbot.model.decision import Because, Reason

_INSTEAD = {
    Reason.UNDELIVERABLE: "The mail server of the supplier did not take it.",
    Reason.NO_LONGER_CURRENT: "The supplier or its contact changed before it could be sent.",
    Reason.NO_CONTACT: "The supplier has no current contact on the Supplier Contact List.",
    Reason.SUPPLIER_LEFT: "The supplier is no longer on the Supplier Contact List.",
    Reason.CODE_UNKNOWN: "Whether an alert with this code is passed on is decided by a person.",
    Reason.OTHER_SUPPLIER_BEFORE: "This alert was forwarded before for another supplier.",
}
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


def told(because: tuple[Because, ...]) -> str:
    """The one sentence that matters to the forwarder: that it reached nobody, else the first reason."""
    last = {Reason.UNDELIVERABLE, Reason.NO_LONGER_CURRENT}
    first = next((each for each in because if each.reason in last), because[0])
    return _INSTEAD.get(first.reason, first.text)


def asked(because: tuple[Because, ...]) -> tuple[tuple[str, ...], str]:
    """Why the forwarder must act (sentences), and what it is asked to do (sentences, joined)."""
    open_ones = tuple(each for each in because if each.reason in _TO_DO) or because[:1]
    why = tuple(_INSTEAD.get(each.reason, each.text) for each in open_ones)
    return why, " ".join(dict.fromkeys(_TO_DO[each.reason] for each in open_ones if each.reason in _TO_DO))
