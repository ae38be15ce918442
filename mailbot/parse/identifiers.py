"""The identifiers that stand in an alert: MPAN core, MPRN, EUI-64, MPID, alert code, originator counter.

Takes what a person or a spreadsheet wrote as one value; gives an Identifier: the value in its one spelling
and, in words, what is wrong with it. Sources: the MPAN core check digit (weights 3 to 43, modulo 11, modulo
10), the two MPRN check digits, EUI-64 as IEEE writes it, DUIS message identifiers `EUI:EUI:counter`.
Bad input gets an empty value and the reason; a failing check digit keeps the digits. Never raises, never
looks anything up, and no sentence of its own contains a whole meter point number.
"""

import re
import unicodedata
from dataclasses import dataclass
from operator import mul

from mailbot.model.alert import Fuel

LONGEST = 200  # no identifier with its remarks is longer; what stands behind is not looked at
_MPAN_WEIGHTS = (3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43)
_MPRN_DIGITS = range(6, 11)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"}
TOO_FEW_OR_MANY = "it has "  # how the reason begins when the digits are of the right kind
_DIGITS_FIRST = re.compile(
    r"(?:(?:mpan|mpxn|mprn?)\b[ :]{0,3})?(?:s[\s|/:.-]{0,3}|[\s|/]{0,3})(\d(?:[\d \-/|.]{0,60}\d)?)(?![0-9a-z])",
    re.ASCII | re.IGNORECASE,
)
# Profile class, meter time-switch code, line loss factor class: the top line of the box on a bill.
_TOP_LINE = re.compile(
    r"(?:s[ |/:.-]{0,3})?0[0-8][ |/.-]{0,3}\d{3}[ |/.-]{0,3}[0-9a-z]{3}", re.ASCII | re.IGNORECASE
)
_EIGHT = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|(?:[0-2]\d|3[01])(?:0[1-9]|1[0-2])20\d\d")
_LONG_NUMBER = re.compile(r"\d{6}")
_FLOAT = re.compile(r"(?<=\d{6})\.0$")
_ROUNDED = re.compile(r"\d[.,]?\d{0,15}[eE]\+?\d")
_EUI_SPLIT = re.compile(r"[0-9A-Fa-f]{2}(?:[-:. ]?[0-9A-Fa-f]{2}){7}")
_DUIS = re.compile(
    r"([0-9A-Fa-f]{2}(?:-?[0-9A-Fa-f]{2}){7}):([0-9A-Fa-f]{2}(?:-?[0-9A-Fa-f]{2}){7}):(\d{1,20})"
)
_HEX = r"(?:(?:0[xX]|#|16#)\s?)?([0-9A-Fa-f]{2})[ \-]?([0-9A-Fa-f]{2})[hH]?"
_CODE_FIRST = re.compile(_HEX + r"(?![0-9A-Za-z])(?![-/:.]\d)")
_CODE_LATER = re.compile(
    r"(?<![0-9A-Za-z])(?:0[xX]\s?)?(8[0-9A-Fa-f]) ?([0-9A-Fa-f]{2})(?![0-9A-Za-z]|[-/:.]\d)"
)
_CODE_TOKEN = re.compile(
    r"(?<![0-9A-Za-z.:-])(?:0[xX]\s?)?(8[01Ff])[ \-]?([0-9A-Fa-f]{2})[hH]?(?![0-9A-Za-z]|[-.:]\d)"
)
_DEVICE_WORD = re.compile(r"\A(?:esme|gsme|eui(?:-?64)?|guid|device|id)[ :]{1,3}", re.IGNORECASE)
_BRACKETS = dict.fromkeys(map(ord, "[]"), " ")
_DCC_CODE = re.compile(r"[NnAa]\d{1,3}")
_MPID = re.compile(r"[A-Za-z][A-Za-z0-9]{3}|[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class Identifier:
    """`value` in its one spelling (empty: unreadable); `wrong` in words, empty when all is well."""

    value: str = ""
    wrong: str = ""

    @property
    def good(self) -> bool:
        """True when there is a value and nothing is wrong with it."""
        return bool(self.value) and not self.wrong


def plain(text: str) -> str:
    """The text in ordinary characters: no invisible ones, one kind of hyphen and blank, at most LONGEST.

    A superscript, fraction or circled number is no digit of a value: it becomes a letter that no value has.
    """
    shown = text[:LONGEST]
    if not shown.isascii():
        shown = "".join("q" if unicodedata.category(each) == "No" else each for each in shown)
        shown = unicodedata.normalize("NFKC", shown.translate(_INVISIBLE)).translate(_DASHES)
    return " ".join(shown.split()).strip(" '\"*_`=")


def ending(digits: str) -> str:
    """How a meter point is named where people can read it: 'ending 8903'."""
    return f"ending {digits[-4:]}"


def mpan_check_digit(body: str) -> str:
    """The check digit of the first twelve digits of an MPAN core."""
    total = sum(map(mul, _MPAN_WEIGHTS, map(int, body)))
    return str(total % 11 % 10)


def mprn_check_digits(body: str) -> str:
    """The two check digits that follow the body of an MPRN."""
    count = len(body)
    return f"{sum(int(digit) * (count - place) for place, digit in enumerate(body)) % 11:02d}"


def is_mpan_core(digits: str) -> bool:
    """Whether 13 digits end in the right check digit, and are not all the same."""
    return mpan_check_digit(digits[:12]) == digits[12] and len(set(digits)) > 1


def mpan_core(text: str) -> Identifier:
    """The 13 digits of an MPAN core, also out of the full 21 digits, with blanks and hyphens in between."""
    digits, wrong = _digits(text)
    if wrong:
        return Identifier(wrong=wrong)
    if len(digits) == 21:
        digits = digits[8:]
    if len(digits) != 13:
        return Identifier(wrong=f"it has {_count(digits)}; an MPAN core has 13, the full MPAN 21")
    if is_mpan_core(digits):
        return Identifier(digits)
    if len(set(digits)) == 1:
        return Identifier(wrong="all its digits are the same")
    expected = mpan_check_digit(digits[:12])
    return Identifier(
        digits, f"the last (13th) digit is {digits[12]}, but by the twelve before it, it should be {expected}"
    )


def mprn(text: str) -> Identifier:
    """The digits of an MPRN, of which the last two check the others."""
    digits, wrong = _digits(text)
    if wrong:
        return Identifier(wrong=wrong)
    if len(digits) not in _MPRN_DIGITS:
        return Identifier(wrong=f"it has {_count(digits)}; an MPRN has 6 to 10")
    expected = mprn_check_digits(digits[:-2])
    if digits[-2:] == expected:
        return Identifier(digits)
    if other := _something_else(digits):
        return Identifier(wrong=other)
    return Identifier(
        digits, f"the last two digits are {digits[-2:]}, but by those before, they should be {expected}"
    )


def _something_else(digits: str) -> str:
    """In words, what figures are that fail the check digits of an MPRN and look like another thing."""
    if _EIGHT.fullmatch(digits):
        return "it is written like a date"
    if len(digits) == 8 and _TOP_LINE.fullmatch(digits):
        return "it is the top line of an MPAN, without the 13 digits below"
    return "it is written like a telephone number" if len(digits) == 10 and digits[0] == "0" else ""


def is_top_line(text: str) -> bool:
    """True for the eight characters above an MPAN core: S 00 801 112."""
    return bool(_TOP_LINE.fullmatch(plain(text)))


def mpxn(text: str) -> Identifier:
    """An MPAN or an MPRN, told apart by the number of digits."""
    digits, wrong = _digits(text)
    if wrong:
        return Identifier(wrong=wrong)
    if len(digits) in {13, 21}:
        return mpan_core(digits)
    if len(digits) in _MPRN_DIGITS:
        return mprn(digits)
    return Identifier(wrong=f"it has {_count(digits)}; an MPAN core has 13 and an MPRN 6 to 10")


def fuel_of(mpxn: str) -> Fuel:
    """The fuel that the number of digits tells: 13 is an MPAN core, 6 to 10 an MPRN."""
    if len(mpxn) == 13:
        return Fuel.ELECTRICITY
    return Fuel.GAS if len(mpxn) in _MPRN_DIGITS else Fuel.NONE


def device(text: str) -> Identifier:
    """An EUI-64 as AA-BB-.. upper case, from any spelling; of `EUI:EUI:counter` the first, the originator."""
    shown = _without_prefix(plain(text))
    if duis := _DUIS.match(shown):
        return Identifier(_hyphened(duis[1]))
    found = _EUI_SPLIT.match(shown)
    if found and not shown[found.end() :][:1].isalnum() and not _more_octets(shown[found.end() :]):
        return Identifier(_hyphened(found[0]))
    return Identifier(wrong=_why_no_device(shown))


def counter(text: str) -> Identifier:
    """The originator counter: digits alone, or the third part of a DUIS identifier `EUI:EUI:counter`."""
    shown = plain(text)
    if duis := _DUIS.search(shown):
        return Identifier(duis[3])
    if shown.isascii() and shown.isdigit() and len(shown) <= 20:
        return Identifier(shown)
    return Identifier(wrong="it is not a number")


def alert_code(text: str) -> Identifier:
    """An alert code as four upper-case hex digits, from 8F3F, 0x8F3F, '0x8F 3F' or '8F3F - Tamper'."""
    shown = plain(text).lstrip("([{<")
    codes = {(found[1] + found[2]).upper() for found in _CODE_LATER.finditer(shown)}
    if (first := _CODE_FIRST.match(shown)) and any(each.isdigit() for each in first[1] + first[2]):
        codes.add((first[1] + first[2]).upper())
    if len(codes) == 1:
        return Identifier(codes.pop())
    if len(codes) > 1:
        return Identifier(wrong=f"it holds several codes ({', '.join(sorted(codes)[:4])})")
    if _DCC_CODE.fullmatch(shown):
        return Identifier(wrong="it is the code of an alert of the DCC itself, not of a device")
    if _ROUNDED.match(shown):
        return Identifier(wrong="a spreadsheet has turned it into a number")
    return Identifier(wrong="an alert code is four hexadecimal digits, such as 8F3F")


def alert_codes(text: str) -> tuple[str, ...]:
    """Every alert code of a device (80.., 81.., 8F..) that stands in the value as a word of its own, once each."""
    found = (each[1] + each[2] for each in _CODE_TOKEN.finditer(plain(text)))
    return tuple(dict.fromkeys(each.upper() for each in found))


def devices(text: str) -> tuple[str, ...]:
    """Every EUI-64 in one value, once each; of `EUI:EUI:counter` the originator alone."""
    shown = plain(text)
    if duis := _DUIS.search(shown):
        return (_hyphened(duis[1]),)
    found = (_hyphened(each[0]) for each in _EUI_SPLIT.finditer(shown))
    return tuple(dict.fromkeys(found))


def code_remark(text: str) -> str:
    """What stands beside the code in one value: 'Tamper' of '8F3F - Tamper'; empty when nothing does."""
    shown = plain(text)
    bare = shown.lstrip("([{<")
    rest = _CODE_LATER.sub("", _CODE_FIRST.sub("", bare, count=1) if _CODE_FIRST.match(bare) else shown)
    rest = rest.strip(" -:,;()[]{}<>=|")
    return "" if rest == shown or not any(each.isalpha() for each in rest) else rest


def mpid(text: str) -> Identifier:
    """A market participant identifier: four characters, for gas also three letters; upper case."""
    shown = plain(text)
    if _MPID.fullmatch(shown):
        return Identifier(shown.upper())
    return Identifier(wrong="an MPID is four characters, for gas also three letters")


def _digits(text: str) -> tuple[str, str]:
    """The digits that begin the value, or why there are none to be had."""
    shown = plain(text)
    if _ROUNDED.match(shown):
        return "", "a spreadsheet has rounded it, so its last digits are lost"
    found = _DIGITS_FIRST.match(_core_alone(shown))
    if not found:
        return "", "it is not a number"
    digits = "".join(each for each in _FLOAT.sub("", found[1]) if each in "0123456789")
    if len(digits) > 21 or _LONG_NUMBER.search(found.string[found.end() :]):
        return "", "more than one number stands there"
    return digits, ""


def _core_alone(shown: str) -> str:
    """The value without brackets around its groups, and without a top line that has letters: 00 801 C01 10 .."""
    shown = " ".join(shown.translate(_BRACKETS).split()) if shown.startswith("[") else shown
    top = _TOP_LINE.match(shown)
    behind = shown[top.end() :] if top else ""
    return (
        behind
        if top and top[0][-3:].isalnum() and not top[0][-3:].isdigit() and behind[:1] in " |/.-"
        else shown
    )


def _count(digits: str) -> str:
    return f"{len(digits)} digit" if len(digits) == 1 else f"{len(digits)} digits"


def _without_prefix(shown: str) -> str:
    shown = _DEVICE_WORD.sub("", shown, count=1)
    return shown[2:].lstrip() if shown[:2].casefold() == "0x" else shown


def _hyphened(text: str) -> str:
    octets = "".join(each for each in text if each.isalnum()).upper()
    return "-".join(octets[place : place + 2] for place in range(0, 16, 2))


def _more_octets(rest: str) -> bool:
    return bool(re.match(r"[-:.][0-9A-Fa-f]", rest))


def _why_no_device(shown: str) -> str:
    hex_digits = [each for each in shown if each in "0123456789abcdefABCDEF"]
    if all(each in "0123456789abcdefABCDEF-:. " for each in shown) and hex_digits:
        return f"{TOO_FEW_OR_MANY}{len(hex_digits)} hexadecimal digits; an EUI-64 has 16"
    return "an EUI-64 is sixteen hexadecimal digits, such as 00-1D-24-02-01-A0-0B-11"
