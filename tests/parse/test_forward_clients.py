"""The same original through every mail client and language, in text and HTML, with a note above it and without."""

import pytest

from mailbot.model.classified import Original
from mailbot.model.limits import Limits
from mailbot.parse import forward, message
from tests.parse.forward_clients import (
    ADDRESS,
    BODY,
    DATE,
    NAME,
    NOTE,
    PAGES,
    SUBJECT,
    TEXTS,
    TO_ADDRESS,
    Client,
)
from tests.parse.forward_languages import LANGUAGES, Language

LIMITS = Limits()
# The clients that write the same above what a reply quotes: no forward under 'Re:'.
ANSWERING = [
    name for name in TEXTS if name.startswith("outlook") or name in ("roundcube", "samsung", "aol", "ionos")
]


def bare(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n"))


def read(subject: str, body: str, kind: str) -> tuple[str, Original | None]:
    raw = f"Subject: {subject}\nContent-Type: text/{kind}; charset=utf-8\n\n{body}".encode()
    mail = message.read(raw, LIMITS)
    layers = forward.layers(mail, LIMITS)
    return layers[0].text.strip(), forward.original(layers, mail, forward.alternative_layers(mail, LIMITS))


def wrong(own: str, found: Original | None, note: str) -> list[str]:
    """What is not as it was in the original."""
    if found is None:
        return ["no forward"]
    told = (found.from_address, found.from_name, found.subject, found.date, found.to, bare(found.body))
    wanted = (ADDRESS, NAME, SUBJECT, DATE, (TO_ADDRESS,), bare(BODY))
    faults = [f"{one!r}, not {other!r}" for one, other in zip(told, wanted, strict=True) if one != other]
    return faults + ([] if bool(own) is bool(note) and own.startswith(note[:20]) else [f"note {own!r}"])


def through(
    client: Client, language: Language, kind: str, subject: str, notes: tuple[str, ...] = ("", NOTE)
) -> list[str]:
    faults = []
    for note in notes:
        above = note and (f"{note}\n\n" if kind == "plain" else "".join(map(_block, note.split("\n"))))
        own, found = read(subject, above + client(language), kind)
        faults += [f"{language.code}, {bool(note)}: {each}" for each in wrong(own, found, note)]
    return faults


def _block(line: str) -> str:
    return f"<div>{line or '<br>'}</div>"


@pytest.mark.parametrize("name", TEXTS)
def test_in_text(name: str) -> None:
    faults = [
        each
        for language in LANGUAGES
        for each in through(TEXTS[name], language, "plain", f"{language.prefix}: something")
    ]
    assert faults == []


@pytest.mark.parametrize("name", PAGES)
def test_in_html(name: str) -> None:
    faults = [
        each
        for language in LANGUAGES
        for each in through(PAGES[name], language, "html", f"{language.prefix}: something")
    ]
    assert faults == []


@pytest.mark.parametrize("name", [*TEXTS, *PAGES])
def test_without_a_prefix(name: str) -> None:
    client, kind = (TEXTS[name], "plain") if name in TEXTS else (PAGES[name], "html")
    faults = [
        each for language in LANGUAGES for each in through(client, language, kind, "something", (NOTE,))
    ]
    assert faults == []


@pytest.mark.parametrize("name", ANSWERING)
def test_no_forward_in_a_reply(name: str) -> None:
    for language in LANGUAGES:
        _, found = read("Re: something", f"{NOTE}\n\n{TEXTS[name](language)}", "plain")
        assert found is None, language.code
