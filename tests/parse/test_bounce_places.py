"""Where notices name a recipient."""

import pytest

from mailbot.parse.bounce_places import at_start, places

OTHERS = frozenset({"alerts@secas.example"})


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("a@b.example", "a@b.example"),
        ("<a@b.example>:", "a@b.example"),
        ("* a@b.example", "a@b.example"),
        ("*** a@b.example", "a@b.example"),
        ("1. a@b.example: no", "a@b.example"),
        ("smtp:a@b.example", "a@b.example"),
        ("'a@b.example' on 23/11", "a@b.example"),
        ("a@[192.0.2.1]: no", "a@[192.0.2.1]"),
        ("a@b.exampleへの配信", "a@b.example"),
        ("550-'a@b.example", "a@b.example"),
        ("o'hara@b.example", "o'hara@b.example"),
        ("a@b.example wrote:", ""),
        ("<a@b.example> wrote:", ""),
        ("to a@b.example", ""),
        ("@b.example", ""),
    ],
)
def test_at_the_start_of_a_line(line: str, address: str) -> None:
    assert at_start(line) == address


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@b.example, c@d.example; e@f.example", ["a@b.example", "c@d.example", "e@f.example"]),
        ("a@b.example and c@d.example", ["a@b.example", "c@d.example"]),
        ("Priya Nair (a@b.example)", ["a@b.example"]),
        ("Nair, Priya [SMTP:a@b.example] on 23/11/2026 10:05", ["a@b.example"]),
        ("Priya Nair<mailto:a@b.example>", ["a@b.example"]),
        ("Priya (a@b.example) is away, so write to Tom", []),
        ("Failed address: a@b.example", ["a@b.example"]),
        ("収件人：a@b.example", ["a@b.example"]),
        ("Recipient address: h1@store\nOriginal address: a@b.example", ["a@b.example"]),
        ("Original address: a@b.example", ["a@b.example"]),
        ("Recipient: a@b.example\n\n\n\nOriginal address: c@d.example", ["a@b.example", "c@d.example"]),
        ("Failed address: a@b.example\nFailed address: c@d.example", ["a@b.example", "c@d.example"]),
        ("Colour: a@b.example", []),
        ("Mail for a@b.example could not be delivered.", ["a@b.example"]),
        ("Mail from a@b.example could not be delivered.", []),
        ("Mail could not be delivered, as said by\nthe host, to it from\nx a@b.example", ["a@b.example"]),
        ("It could not be delivered.\nFrom: a@b.example", []),
        ("It could not be delivered; contact a@b.example", []),
        ("It could not be delivered. For help ask\nabuse@b.example or x abuse@b.example", []),
        ("It could not be delivered, see Postmaster x postmaster@b.example", []),
        ("Ask x a@b.example", []),
        (">>> RCPT To:<a@b.example>\n<<< 550 no", ["a@b.example"]),
        (
            "--> RCPT TO: a@b.example\n<-- 250 ok\n--> RCPT TO: c@d.example\n<-- 550 no",
            ["c@d.example"],
        ),
        ("<<< 550 5.1.1 <a@b.example>... gone", ["a@b.example"]),
        ("<<< 550 gone", []),
        ("To: a@b.example\nSubject: x", ["a@b.example"]),
        ("Kopie: a@b.example", []),
        ("alerts@secas.example: the mailbox is full", ["alerts@secas.example"]),
        ("alerts@secas.example sent this", []),
        ("alerts@secas.example: full\nc@d.example: full", ["c@d.example"]),
        ("", []),
    ],
)
def test_places(text: str, found: list[str]) -> None:
    assert [place.address for place in places(text.split("\n"), OTHERS)] == found


def test_sections_tell_the_fate() -> None:
    text = (
        "----- The following addresses had successful delivery notifications -----\na@b.example\n"
        "----- The following addresses had transient non-fatal errors -----\nc@d.example\n"
        "----- The following addresses had permanent fatal errors -----\ne@f.example"
    )
    fates = [(place.address, place.action) for place in places(text.split("\n"), OTHERS)]
    assert fates == [("a@b.example", "delivered"), ("c@d.example", "delayed"), ("e@f.example", "failed")]
