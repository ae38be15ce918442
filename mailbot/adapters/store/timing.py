"""Time to relay: from a mail's arrival to the first letter of each of its alerts that a mail server accepted.

The arrival is the mail's INTERNALDATE, so time on the server while nothing was fetched counts. Reads only.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.adapters.store.database import Store, moment, stamp

# An attempt is answered within ten minutes; letters attempted long before a period were not accepted within it.
_LONGEST_ATTEMPT = timedelta(hours=1)

# A letter sent again keeps the time of its first acceptance in the journal only.
_FIRST_ACCEPTED = """
CASE WHEN letter.resent = 0 THEN letter.sent_at ELSE
  (SELECT min(at) FROM journal WHERE +what = 'letter.sent' AND ref = 'L-' || letter.id) END
"""
_PASSES_ON = "letter.kind IN ('relayed_alert', 'relayed_alerts')"
# What the view alert_letter says, written out so that each step is a look-up in an index.
_ALERTS = f"""
WITH lately AS MATERIALIZED (SELECT id, alert_id FROM letter WHERE attempted_at >= :since AND {_PASSES_ON}),
  touched AS (
    SELECT alert_id FROM lately WHERE alert_id IS NOT NULL
    UNION SELECT bundle.alert_id FROM lately CROSS JOIN bundle ON bundle.letter_id = lately.id)
SELECT message.internal_date AS arrived,
  (SELECT min({_FIRST_ACCEPTED}) FROM letter WHERE {_PASSES_ON} AND (letter.alert_id = alert.id
    OR letter.id IN (SELECT letter_id FROM bundle WHERE bundle.alert_id = alert.id))) AS accepted
FROM touched CROSS JOIN alert ON alert.id = touched.alert_id JOIN message ON message.id = alert.message_id
"""


@dataclass(frozen=True, slots=True)
class Relayed:
    """How many alerts were first accepted in a period, and how long they took: seconds, nearest-rank quantiles."""

    count: int = 0
    p50: float = 0.0
    p95: float = 0.0
    longest: float = 0.0


def time_to_relay(store: Store, since: datetime, until: datetime) -> Relayed:
    """The alerts whose first letter was accepted from `since` on and before `until` (aware). Zeros for none."""
    rows = store.rows(_ALERTS, {"since": stamp(since - _LONGEST_ATTEMPT)})
    first, end = stamp(since), stamp(until)
    took = sorted(
        max(0.0, (moment(row["accepted"]) - moment(row["arrived"])).total_seconds())
        for row in rows
        if row["accepted"] and first <= row["accepted"] < end
    )
    if not took:
        return Relayed()
    return Relayed(len(took), _quantile(took, 0.5), _quantile(took, 0.95), took[-1])


def _quantile(ordered: Sequence[float], share: float) -> float:
    """The nearest-rank quantile: the smallest value that at least this share of all does not exceed."""
    return ordered[max(1, math.ceil(share * len(ordered))) - 1]
