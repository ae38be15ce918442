"""What stands in a mail and is in no alert that was read: nothing is read over in silence.

Takes the layers, the alerts read and the rulebook; gives a sentence for every MPAN core whose check digit is right
and every alert code that may be for relay which no alert is about, wherever in a layer it stands, its signature
and subject included. No sentence contains a whole meter point number. Linear in the text, never raises.
"""

import re
from collections.abc import Iterator

from mailbot.model.alert import CriticalAlert
from mailbot.model.mail import Layer
from mailbot.model.rulebook import AlertCode, Handling
from mailbot.parse import identifiers

_MOST = 50
_RUN = re.compile(r"(?<![\w+.])\d{1,24}(?:[ \u00a0-]\d{1,24}){0,30}(?!\w)", re.ASCII)
_GROUP = re.compile(r"\d{1,24}")
_CORE = (2, 4, 4, 3)  # how people space an MPAN core: 10 1234 5678 903
_CODE = re.compile(
    r"(?<![0-9A-Za-z:-])(0[xX] ?)?(8[01Ff][0-9A-Fa-f]{2})(?![0-9A-Za-z:]|-[0-9A-Fa-f]{2}(?![0-9A-Za-z]))"
)
_AROUND = 1_000  # characters on each side that are looked at of a long line
_ALERTS = ("alert", "code", "event")


def strays(
    layers: tuple[Layer, ...], alerts: tuple[CriticalAlert, ...], codes: dict[str, AlertCode], most: int
) -> tuple[str, ...]:
    """The sentences, in reading order. Of each layer the first `most` characters are looked at."""
    texts = [text for layer in layers for text in (layer.subject, layer.text[:most])]
    points = {each.mpxn for each in alerts}
    told = {each.code for each in alerts}
    cores = dict.fromkeys(core for text in texts for core in _cores(text) if core not in points)
    found = dict.fromkeys(code for text in texts for code in _codes(text, codes) if code not in told)
    sentences = [
        *(
            f"The mail also has the meter point {identifiers.ending(core)}, which no alert that was read is about."
            for core in cores
        ),
        *(f"The mail also has the alert code {code}, which no alert that was read has." for code in found),
    ]
    if len(sentences) > _MOST:
        sentences[_MOST:] = [
            f"The mail has {len(sentences) - _MOST} more meter points or codes of this kind."
        ]
    return tuple(sentences)


def _cores(text: str) -> Iterator[str]:
    """Every MPAN core in a text whose check digit is right: in one word, spaced, or as the full 21 digits."""
    for run in _RUN.finditer(text):
        groups = _GROUP.findall(run[0])
        spaced = (
            "".join(groups[place : place + 4])
            for place in range(len(groups) - 3)
            if tuple(map(len, groups[place : place + 4])) == _CORE
        )
        for digits in dict.fromkeys((*groups, *spaced, "".join(groups))):
            if len(digits) in {13, 21} and identifiers.is_mpan_core(digits[-13:]):
                yield digits[-13:]


def _codes(text: str, codes: dict[str, AlertCode]) -> Iterator[str]:
    """Every alert code that may be for relay; of plain numbers such as 8010 only those on a line about alerts."""
    for found in _CODE.finditer(text):
        code = found[2].upper()
        known = codes.get(code)
        relayed = known.relay is not Handling.DO_NOT_RELAY if known else code.startswith("8F")
        if relayed and (found[1] or not code.isdigit() or _about_alerts(found)):
            yield code


def _about_alerts(found: re.Match[str]) -> bool:
    """Whether the line around a plain number speaks of alerts."""
    text, start, end = found.string, found.start(), found.end()
    first = text.rfind("\n", max(0, start - _AROUND), start) + 1 or max(0, start - _AROUND)
    last = text.find("\n", end, end + _AROUND)
    line = text[first : last if last >= 0 else end + _AROUND].casefold()
    return any(word in line for word in _ALERTS)
