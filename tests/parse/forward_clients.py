"""One original mail as each mail client writes it into a forward, in text and in HTML.

`TEXTS` and `PAGES` are the clients: a function of a Language to the body of a forward, all of the same original.
"""

from collections.abc import Callable
from html import escape

from tests.parse.forward_languages import Language

NAME, ADDRESS = "Hannah Reid", "hannah.reid@larkfield.example"
TO_NAME, TO_ADDRESS = "Smart Operations", "ops@larkfield.example"
SUBJECT = "Alert 8F3F: meter cover removed"
DATE = "23/11/2026 09:14"
BODY = f"""Dear colleague,

MPAN: 1012345678903
Date: 23/11/2026 09:02:11
From: the meter at the customer's premises
See https://portal.larkfield.example/a?x=1

--{" "}
Hannah Reid
Tel: 020 7946 0101
Email: hannah.reid@larkfield.example"""
NOTE = "Please pass this on.\n\nKind regards\nNia Penrose\nTel: 0117 496 0110"

Client = Callable[[Language], str]


def lines(language: Language, order: str, pattern: str = "{label}: {value}", sent: bool = False) -> list[str]:
    """Header lines in this order: f(rom) d(ate) t(o) s(ubject)."""
    values = {
        "f": (language.from_, f"{NAME} <{ADDRESS}>"),
        "d": (language.sent if sent else language.date, DATE),
        "t": (language.to, f"{TO_NAME} <{TO_ADDRESS}>"),
        "s": (language.subject, SUBJECT),
    }
    return [pattern.format(label=values[each][0], value=values[each][1]) for each in order]


def text(head: list[str], above: str = "", mark: str = "", between: str = "\n", gap: str = "\n\n") -> str:
    """A body of opening, header lines and original, all quoted with a mark if there is one."""
    whole = f"{between.join(head)}{gap}{BODY}"
    marked = "\n".join(f"{mark}{line}".rstrip() if mark else line for line in whole.split("\n"))
    return f"{above}\n{marked}" if above else marked


TEXTS: dict[str, Client] = {
    "outlook": lambda x: text(lines(x, "fdts", sent=True)),
    "outlook web": lambda x: text(lines(x, "fdts", sent=True), "_" * 32),
    "outlook original": lambda x: text(lines(x, "fdts", sent=True), f"-----{x.original}-----"),
    "outlook original, two blanks": lambda x: text(
        lines(x, "fdts", sent=True), f"-----{x.original}-----\n\n"
    ),
    "outlook bold": lambda x: text(lines(x, "fdts", "*{label}:* {value}", sent=True)),
    "outlook bolder": lambda x: text(lines(x, "fdts", "**{label}:** {value}", sent=True)),
    "outlook bold outside": lambda x: text(lines(x, "fdts", "*{label}*: {value}", sent=True)),
    "outlook spaced": lambda x: text(lines(x, "fdts", sent=True), between="\n\n"),
    "outlook mailto": lambda x: text(
        [each.replace("<", "[mailto:").replace(">", "]") for each in lines(x, "fdts", sent=True)]
    ),
    "outlook mac": lambda x: text(lines(x, "fdts")),
    "outlook twice": lambda x: text(
        [each.replace(">", f"<mailto:{ADDRESS}>>", 1) for each in lines(x, "f", sent=True)]
        + lines(x, "dts", sent=True)
    ),
    "outlook wide colon": lambda x: text(lines(x, "fdts", "{label}：{value}", sent=True)),
    "outlook fixed blank": lambda x: text(lines(x, "fdts", "{label}\u00a0: {value}", sent=True)),
    "outlook direction marks": lambda x: text(
        lines(x, "fdts", "\u200f{label}:\u200f {value}\u200e", sent=True)
    ),
    "outlook padded": lambda x: text(lines(x, "fdts", "{label:<16}: {value}")),
    "outlook right": lambda x: text(lines(x, "fdts", "{label:>16}: {value}")),
    "outlook tab": lambda x: text(lines(x, "fdts", "{label}:\t{value}")),
    "outlook cells": lambda x: text(lines(x, "fdts", "{label}\t{value}")),
    "outlook below": lambda x: text(lines(x, "fdts", "{label}:\n{value}", sent=True)),
    "gmail": lambda x: text(lines(x, "fdst"), f"---------- {x.forwarded} ---------", gap="\n\n\n"),
    "gmail old": lambda x: text(lines(x, "fdst"), f"---------- {x.forwarded} ----------", gap="\n\n\n"),
    "gmail telephone": lambda x: text(lines(x, "fdst"), f"---------- {x.forwarded} ---------", gap="\n\n\n"),
    "apple": lambda x: text(lines(x, "fsdt"), f"{x.begin}\n", "> "),
    "apple plain": lambda x: text(lines(x, "fsdt"), f"{x.begin}\n"),
    "apple all quoted": lambda x: text([x.begin, "", *lines(x, "fsdt")], mark="> "),
    "apple bold": lambda x: text(lines(x, "fdts", "*{label}: *{value}"), f"{x.begin}\n", "> "),
    "thunderbird": lambda x: text(lines(x, "sdft", "{label}: \t{value}"), f"-------- {x.forwarded} --------"),
    "evolution": lambda x: text(lines(x, "ftsd"), f"-------- {x.forwarded} --------"),
    "roundcube": lambda x: text(lines(x, "sdft"), f"-------- {x.original} --------"),
    "samsung": lambda x: text(lines(x, "fdts"), f"-------- {x.original} --------"),
    "yahoo": lambda x: text(lines(x, "ftds"), f"----- {x.forwarded} -----"),
    "yahoo one line": lambda x: f"----- {x.forwarded} -----\n{''.join(lines(x, 'ftds'))}\n\n{BODY}",
    "aol": lambda x: text(lines(x, "ftds"), f"-----{x.original}-----"),
    "zimbra": lambda x: text(lines(x, "ftds"), f"----- {x.forwarded} -----"),
    "proton": lambda x: text(lines(x, "fdst"), f"------- {x.forwarded} -------"),
    "emclient": lambda x: text(lines(x, "ftds"), f"------ {x.original} ------"),
    "emclient new": lambda x: text(lines(x, "ftds", "{label} {value}"), f"------ {x.original} ------"),
    "ionos": lambda x: text(lines(x, "fdts"), f"--- {x.original} ---"),
    "openxchange": lambda x: text(lines(x, "ftds"), f"---------- {x.original} ----------"),
    "squirrelmail": lambda x: text(
        [*lines(x, "sfdt", "{label}:    {value}"), "-" * 74], f"{'-' * 28} {x.original} {'-' * 28}"
    ),
    "zoho": lambda x: text(
        [*lines(x, "ftds"), f"============ {x.forwarded} ============"],
        f" ============ {x.forwarded} ============",
    ),
    "kmail": lambda x: (
        f"----------  {x.forwarded}  ----------\n\n" + text(lines(x, "sdft")) + f"\n\n{'-' * 55}"
    ),
    "express": lambda x: text(lines(x, "fdts"), f"----- {x.original} -----\n", "> "),
    "yahoo quoted": lambda x: text(lines(x, "ftds"), f"----- {x.forwarded} -----", "> "),
}


def _rows(language: Language, order: str, sent: bool = False) -> list[tuple[str, str]]:
    several = lines(language, order, "{label}\t{value}", sent)
    return [(escape(label), escape(value)) for label, _, value in (each.partition("\t") for each in several)]


def _paragraphs(tag: str) -> str:
    return "".join(f"<{tag}>{escape(line) or '<br>'}</{tag.split()[0]}>" for line in BODY.split("\n"))


def _word(language: Language) -> str:
    head = "<br>\n".join(f"<b>{label}:</b> {value}" for label, value in _rows(language, "fdts", True))
    body = "".join(
        f'<p class="MsoNormal">{escape(line) or "<o:p>&nbsp;</o:p>"}</p>\n' for line in BODY.split("\n")
    )
    return (
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal">{head}<o:p></o:p></p></div></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p>{body}'
    )


def _outlook_web(language: Language) -> str:
    head = "<br>\n".join(f"<b>{label}:</b> {value}" for label, value in _rows(language, "fdts", True))
    return (
        '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">{head}</font><div>&nbsp;</div></div>'
        f"{_paragraphs('div')}"
    )


def _gmail(language: Language) -> str:
    rows = dict(zip("fdst", _rows(language, "fdst"), strict=True))
    link = f'&lt;<a href="mailto:{ADDRESS}">{ADDRESS}</a>&gt;'
    return (
        f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- {escape(language.forwarded)} ---------'
        f'<br>{rows["f"][0]}: <strong class="gmail_sendername" dir="auto">{NAME}</strong> '
        f'<span dir="auto">{link}</span>'
        + "".join(f"<br>{rows[each][0]}: {rows[each][1]}" for each in "dst")
        + f"<br></div><br><br>{_paragraphs('div')}</div>"
    )


def _apple(language: Language) -> str:
    head = "".join(
        f'<div style="margin:0"><span><b>{label}: </b></span><span>{value}<br></span></div>'
        for label, value in _rows(language, "fsdt")
    )
    return (
        f'<div><br><blockquote type="cite"><div>{escape(language.begin)}</div><br class="Apple-interchange-newline">'
        f"{head}<br><div>{_paragraphs('div')}</div></blockquote></div>"
    )


def _thunderbird(language: Language) -> str:
    rows = "".join(
        f'<tr><th valign="BASELINE" align="RIGHT" nowrap="nowrap">{label}: </th><td>{value}</td></tr>'
        for label, value in _rows(language, "sdft")
    )
    return (
        f'<div class="moz-forward-container"><br><br>-------- {escape(language.forwarded)} --------'
        f'<table class="moz-email-headers-table" cellspacing="0"><tbody>{rows}</tbody></table>'
        f"<br><br>{_paragraphs('div')}"
        "</div>"
    )


def _yahoo(language: Language) -> str:
    head = "".join(f"<div><b>{label}:</b> {value}</div>" for label, value in _rows(language, "ftds"))
    return (
        f'<div id="yahoo_quoted_1" class="yahoo_quoted"><div>----- {escape(language.forwarded)} -----</div>'
        f"<div>{head}</div><div><br></div>{_paragraphs('div')}</div>"
    )


PAGES: dict[str, Client] = {
    "word": _word,
    "outlook web": _outlook_web,
    "gmail": _gmail,
    "apple": _apple,
    "thunderbird": _thunderbird,
    "yahoo": _yahoo,
}
