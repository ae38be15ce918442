"""Many alerts for one supplier in one letter: a table in the text, and the same table as .csv.

Takes the facts of each alert, gives a Letter. The subject says how many and which codes, so that a telephone shows
it. A cell of the .csv that a spreadsheet would take for a formula is written as text. The date is passed in, UTC.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from mailbot.compose.letterhead import Letterhead, seal
from mailbot.compose.relayed_alert import RelayedAlertFacts, may_repeat, standing
from mailbot.compose.templating import write
from mailbot.compose.words import joined, meter_point, one_line, questions, raised
from mailbot.model.letter import Attachment, Letter, LetterKind
from mailbot.model.supplier import Contact

_CODES = 4  # codes named in the subject; the rest is counted
_COLUMNS = (
    "reference",
    "code",
    "code_name",
    "meter_point",
    "fuel",
    "device",
    "raised_at_utc",
    "precision",
    "forwarded_by",
    "remarks",
)


@dataclass(frozen=True, slots=True)
class RelayedAlertsFacts:
    """What the letter says: `alerts` all for this organisation and recipient; `second` as in RelayedAlertFacts."""

    organisation: str
    recipient: Contact
    alerts: tuple[RelayedAlertFacts, ...]
    second: str = ""


def relayed_alerts(facts: RelayedAlertsFacts, head: Letterhead, message_id: str, date: datetime) -> Letter:
    """The letter that passes many alerts on at once."""
    attachment = _csv(facts, date)
    words = write(
        LetterKind.RELAYED_ALERTS,
        count=len(facts.alerts),
        codes=_codes(facts.alerts),
        rows=[_row(each) for each in facts.alerts],
        attached=attachment.filename,
        standing=standing(facts.recipient, facts.organisation, facts.second),
        questions=questions(head.helpdesk),
    )
    return seal(
        words,
        head,
        kind=LetterKind.RELAYED_ALERTS,
        message_id=message_id,
        date=date,
        recipient=facts.recipient.address,
        attachments=(attachment,),
    )


def _codes(alerts: tuple[RelayedAlertFacts, ...]) -> str:
    """'480 x 8F3F, 20 x 81A0', the commonest first."""
    counted = Counter(each.alert.code or "no code" for each in alerts).most_common()
    told = [f"{count} x {code}" for code, count in counted[:_CODES]]
    if len(counted) > _CODES:
        told.append(f"{sum(count for _, count in counted[_CODES:])} of {len(counted) - _CODES} other codes")
    return ", ".join(told)


def _row(facts: RelayedAlertFacts) -> dict[str, str]:
    alert = facts.alert
    point = meter_point(alert) if alert.mpxn else "The sender did not give the meter point"
    why = joined(facts.because) or "SECAS has you recorded"
    by = f"from {facts.forwarder}; " if facts.forwarder else ""
    remarks = " ".join((*facts.warnings, *may_repeat(facts)))
    return {
        "reference": facts.reference,
        "code": ", ".join(filter(None, (alert.code or "not given", facts.code_name))),
        "about": f"{point}, device {alert.device or 'not given'}",
        "raised": raised(alert),
        "why": f"{by}{why} as the supplier. {remarks}".strip(),
    }


def _csv(facts: RelayedAlertsFacts, date: datetime) -> Attachment:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows([_safe(cell) for cell in _cells(each)] for each in facts.alerts)
    name = f"critical-alerts-{date.astimezone(UTC):%Y%m%d-%H%M%S}.csv"
    return Attachment(name, "text/csv", out.getvalue().encode("utf-8-sig"))


def _cells(facts: RelayedAlertFacts) -> tuple[str, ...]:
    alert = facts.alert
    at = alert.raised_at.astimezone(UTC).isoformat() if alert.raised_at else ""
    remarks = " ".join((*facts.warnings, *may_repeat(facts)))
    named = (facts.reference, alert.code, facts.code_name, alert.mpxn, alert.fuel.value, alert.device)
    return (*named, at, alert.precision.value, facts.forwarder, remarks)


def _safe(cell: str) -> str:
    """The cell on one line, with an apostrophe before what a spreadsheet would calculate."""
    line = one_line(cell)
    return f"'{line}" if line[:1] in "=+-@" and line else line
