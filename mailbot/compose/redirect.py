"""A letter as it leaves in mode redirect: to one address of ours, saying whom it was meant for.

Takes a Letter and that address, gives a Letter. It keeps its Message-ID, so what is answered to it is
recognised as with any letter. Nothing of the letter itself is changed or left out.
"""

from dataclasses import replace

from markupsafe import escape

from mailbot.compose.words import one_line
from mailbot.model.letter import Letter
from mailbot.model.mail import Address

MARK = "[REDIRECTED] "


def redirected(letter: Letter, to: str) -> Letter:
    """`letter` for the address `to`, marked in its subject and with a banner on top of text and HTML."""
    banner = _banner(letter.recipient)
    return replace(
        letter,
        recipient=Address(to),
        subject=f"{MARK}{letter.subject}",
        text=f"{banner}\n\n{letter.text}",
        html=_on_top(letter.html, banner),
    )


def _banner(meant_for: Address) -> str:
    who = f"{meant_for.name} <{meant_for.address}>" if meant_for.name else meant_for.address
    return one_line(f"{MARK}This letter was written for {who}. It was sent to you alone, as a trial.")


def _on_top(html: str, banner: str) -> str:
    """The HTML with the banner as the first thing in its body; before everything when it has no body."""
    box = (
        f'<p style="margin:0;padding:12px 16px;background-color:#fff2b3;color:#1a1a1a;">{escape(banner)}</p>'
    )
    start = html.find(">", html.find("<body")) + 1 if "<body" in html else 0
    return f"{html[:start]}\n{box}{html[start:]}"
