"""Whether a value is one, field by field: what tells a label from a word and a row of a table from a sentence.

Takes the name of a field of rules/extract.yaml and what is written behind the label. Pure, never raises.
"""

import re

from mailbot.model.alert import Fuel
from mailbot.parse import dates, identifiers

# What forms hold where nothing is known.
_NOTHING = frozenset(
    (
        "", "-", "--", "---", "n/a", "na", "n.a", "none", "nil", "null", "unknown", "not known", "tbc", "tba",
        "?", "??", "x", "blank", "not applicable", "not available", "not provided", "not given",
        "to be confirmed", "see below", "see above", "see attached", "as below", "as above", "attached", "tbd",
        "see attachment", "see spreadsheet", "see table", "see table below", "as attached", "per attached", "various",
        "multiple", "to be advised", "to follow", "not yet known",
        "not found", "n/k", "nk", "n.k", "#n/a", "#ref!",
        "#value!", "nan", "unassigned", "???",
    )
)  # fmt: skip
_FUELS = {
    "electricity": Fuel.ELECTRICITY,
    "electric": Fuel.ELECTRICITY,
    "elec": Fuel.ELECTRICITY,
    "e": Fuel.ELECTRICITY,
    "gas": Fuel.GAS,
    "g": Fuel.GAS,
}
_NUMBER_ALONE = re.compile(r"[sS]?[\d \-/|]{6,40}", re.ASCII)
_DEVICE_ALONE = re.compile(r"(?:0[xX])?[0-9A-Fa-f]{2}(?:[-: ]?[0-9A-Fa-f]{2}){7}(?::[0-9A-Fa-f:-]{1,60})?")
_CODE_ALONE = re.compile(r"(?:0[xX])?[0-9A-Fa-f]{2} ?[0-9A-Fa-f]{2}")
FAMILIES = ("80", "81", "8F")  # the alert codes of devices all begin so


def says_nothing(value: str) -> bool:
    """True for an empty value and for what stands in its place: n/a, unknown, -."""
    return identifiers.plain(value).casefold().strip(" .()[]<>{}") in _NOTHING


def fuel(value: str) -> Fuel:
    """The fuel that a word names; NONE when it names none."""
    words = identifiers.plain(value).casefold().split()
    return _FUELS.get(words[0].strip(".,;()"), Fuel.NONE) if words else Fuel.NONE


def meter_point(field: str, value: str) -> identifiers.Identifier:
    """A meter point under the label of its field: mpan, mprn or mpxn."""
    if field == "mpan":
        return identifiers.mpan_core(value)
    return identifiers.mprn(value) if field == "mprn" else identifiers.mpxn(value)


def strictly(field: str, value: str) -> bool:
    """True when `value` is a good value of the field and nothing else stands with it."""
    shown = identifiers.plain(value).rstrip(" .,;")
    match field:
        case "mpan" | "mprn" | "mpxn":
            return bool(_NUMBER_ALONE.fullmatch(shown)) and meter_point(field, shown).good
        case "device":
            return bool(_DEVICE_ALONE.fullmatch(shown)) and identifiers.device(shown).good
        case "code":
            return bool(_CODE_ALONE.fullmatch(shown)) and identifiers.alert_code(shown).good
        case "raised_at":
            return dates.interpret(shown).when is not None
        case "date":
            return dates.is_date_alone(shown)
        case "time":
            return dates.is_time_alone(shown)
        case _:
            return False


def fits(field: str, value: str) -> bool:
    """True when `value` can be read as one of the field, with or without a fault or a remark."""
    match field:
        case "mpan" | "mprn" | "mpxn":
            return bool(meter_point(field, value).value)
        case "device":
            return identifiers.device(value).good
        case "code":
            return identifiers.alert_code(value).good
        case "name":
            return identifiers.alert_code(value).value.startswith(FAMILIES)
        case _:
            return strictly(field, value)
