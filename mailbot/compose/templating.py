"""Fills a letter's templates: templates/<letter>/{subject.txt,body.txt,body.html}.

Takes the letter's name and its values, gives subject, text and HTML. A value that a template names and
nobody gave is an error, never an empty place. Every value is put on one line, and escaped in HTML, so what
a mail said can neither start a line of its own nor become markup. Jinja2 reads the packaged templates once;
nothing else is read or written.
"""

import re
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from mailbot.compose.words import one_line, short
from mailbot.model.letter import LetterKind

_SUBJECT_CHARACTERS = 150
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Written:
    """A letter's words. `text` and `html` say the same; lines end in LF."""

    subject: str
    text: str
    html: str


def write(kind: LetterKind, **values: object) -> Written:
    """The words of the letter. A missing value is jinja2.UndefinedError: a mistake in a template."""
    environment = _environment()

    def fill(part: str) -> str:
        return environment.get_template(f"{kind.value}/{part}").render(values)

    return Written(
        subject=short(fill("subject.txt"), _SUBJECT_CHARACTERS),
        text=_tidy(fill("body.txt")),
        html=_tidy(fill("body.html")),
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("mailbot.compose", "templates"),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html",), default=False),
        finalize=_value,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _value(value: object) -> object:
    """A value as it may stand in a letter; markup made by a template itself stays as it is."""
    return value if isinstance(value, Markup | StrictUndefined) else one_line(str(value))


def _tidy(body: str) -> str:
    """At most one blank line between paragraphs, and one line end at the end."""
    return _BLANK_LINES.sub("\n\n", body).strip() + "\n"
