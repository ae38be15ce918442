"""An alert's story as lines for a person: what `alert show` prints, and story.txt of a pack.

Takes what story.of_alert gave. Times are shown in London time, to the minute. Reads nothing else.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from mailbot.policy.evidence import LONDON

Json = dict[str, Any]
_SINCE = (("sent_at", "sent"), ("bounced_at", "came back"), ("away_at", "away"), ("received_at", "received"))


def lines(told: Json) -> list[str]:
    """The whole story: facts, reasons, letters, notes, incidents, journal."""
    return [
        f"{told['reference']}: {told['state'].replace('_', ' ')}",
        *_facts(told),
        *(f"  because         {reason}" for reason in told["reasons"]),
        *(f"  letter {_letter(each)}" for each in told["letters"]),
        *(f"  receipt {_letter(each)}" for each in told["receipts"]),
        *(f"  note            {shown(each['at'])}, {each['by']}: {each['note']}" for each in told["notes"]),
        *(line for each in told["incidents"] for line in _incident(each)),
        *(
            f"  {shown(each['at'])}  {each['what']} {each['ref']} {json.dumps(each['detail'])}"
            for each in told["journal"]
        ),
    ]


def _facts(told: Json) -> Iterator[str]:
    for field, value in told["facts"].items():
        where = told["provenance"].get(field, "")
        yield f"  {field:15} {value}" + (f"   ({where})" if where else "")
    for problem in told["problems"]:
        yield f"  {'problem':15} {problem}"
    yield f"  {'forwarded by':15} {told['forwarder'] or '(unknown)'}, mail {told['mail']}"
    yield f"  {'supplier':15} {told['supplier'] or '(none)'}"
    if told["repeats"]:
        yield f"  {'repeats':15} {told['repeats']}"
    if told["may_repeat"]:
        yield f"  {'may repeat':15} {told['may_repeat']}"


def _letter(letter: Json) -> str:
    """'L-7: relayed_alert to a@b (main): sent; sent 24 Nov 2026 10:45; came back ..: what was said'."""
    slot = f" ({letter['slot']})" if letter["slot"] else ""
    to = f"; it went to {letter['redirected_to']} instead" if letter["redirected_to"] else ""
    times = "".join(f"; {word} {shown(letter[key])}" for key, word in _SINCE if letter[key])
    state = letter["state"].replace("_", " ")
    whom = f"{letter['kind']} to {letter['to']}{slot}"
    return f"{letter['letter']}: {whom}: {state}{times}{to}. {letter['said']}".rstrip()


def _incident(incident: Json) -> Iterator[str]:
    kind = incident["kind"].replace("_", " ")
    yield (
        f"  incident {incident['incident']}: {kind}, known {shown(incident['known_at'])}, "
        f"72 hours end {shown(incident['deadline'])}; {incident['reason']}"
    )
    for each in incident["disclosed"]:
        when = f" on {shown(each['sent_at'])}" if each["sent_at"] else ", perhaps"
        yield f"    went to {each['to']}{when} ({each['letter']}): {', '.join(each['fields'])}"
    if incident["deleted_at"]:
        yield f"    every receiver said that it was deleted, the last on {shown(incident['deleted_at'])}"
    elif incident["not_yet_deleted"]:
        yield f"    not yet said to be deleted by {', '.join(incident['not_yet_deleted'])}"
    if incident["closed_at"]:
        yield f"    closed {shown(incident['closed_at'])} by {incident['closed_by']}: {incident['note']}"


def shown(stored: str | None) -> str:
    """A stored time as people in the office read it."""
    return f"{datetime.fromisoformat(stored).astimezone(LONDON):%d %b %Y %H:%M}" if stored else ""
