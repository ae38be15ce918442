"""Attachments opened, at every depth, and those that are not: what a person is told."""

from dataclasses import replace

import pytest

from mailbot.model.limits import Limits
from mailbot.model.mail import Mail, Part
from mailbot.parse import attachments, duis
from mailbot.parse.attached_kind import Kind
from mailbot.parse.opening import CannotOpen
from tests.parse import payloads
from tests.parse.attached import CSV, TABLE, mail_with, opened, zipped
from tests.parse.outlook_files import attachment, embedded, msg, rich, storage, tnef_mail
from tests.parse.payloads import DEVICE, alert, dlms, grouped
from tests.parse.workbooks import HEAD, ROW, sheet, xlsx

PAYLOAD = grouped(dlms())
FACTS = f"Device ID: {DEVICE}\nAlert Code: 8F3F\nOriginator Counter: 4711\nDate/Time: 2026-11-13T07:40:31Z"
PDF = b"%PDF-1.7"
PDF_TOLD = "a PDF: please send the alert as text or as a table"
EML = b"From: jo@larkfield.example\nSubject: Inside\n\nMPAN: 1012345678903\n"
XLSX = xlsx(lambda book: sheet(book, [HEAD, ROW]))


def shown(mail: Mail) -> list[tuple[str, str]]:
    return [(each.where, each.text) for each in mail.tables]


@pytest.mark.parametrize(
    ("name", "content", "where", "text"),
    [
        ("a.csv", CSV, "a.csv", TABLE),
        ("a.xlsx", XLSX, 'sheet "Alerts" of a.xlsx', "\t".join(HEAD) + "\n" + "\t".join(map(str, ROW))),
        ("a.zip", zipped({"b.csv": CSV}), "b.csv in a.zip", TABLE),
        ("a.zip", zipped({"b.zip": zipped({"c.csv": CSV})}), "c.csv in b.zip in a.zip", TABLE),
        ("a.html", b"<table><tr><td>MPAN</td><td>1</td></tr></table>", "a.html", "MPAN\t1"),
        ("a.xml", payloads.duis(alert(payload=PAYLOAD)).encode(), "a.xml", FACTS),
        ("a.bin", PAYLOAD, "a.bin", FACTS),
        ("a.hex", PAYLOAD.hex().encode(), "a.hex", FACTS),
    ],
)
def test_rows_and_facts_become_tables(name: str, content: bytes, where: str, text: str) -> None:
    assert attachments.sealed(mail_with((name, content))) == (name,)
    mail = opened((name, content))
    assert shown(mail) == [(where, text)]
    assert (mail.parts, mail.over, mail.defects, attachments.unread(mail), attachments.sealed(mail)) == (
        (),
        (),
        (),
        (),
        (),
    )


def test_a_text_is_told_and_the_payload_in_it_too() -> None:
    mail = opened(("a.txt", f"As we got it:\n{PAYLOAD.hex()}\n".encode(), "text/plain"))
    assert shown(mail) == [("a.txt", f"As we got it:\n{PAYLOAD.hex()}"), ("a.txt", FACTS)]


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.msg", msg({0x0037: "Inside", 0x1000: "MPAN: 1012345678903\n"}), "msg"),
        (
            "winmail.dat",
            tnef_mail({}, b"", [], [tnef_mail({0x0037: "Inside", 0x1000: "MPAN: 1012345678903\n"})]),
            "tnef",
        ),
        ("a.zip", zipped({"a.eml": EML}), "rfc822"),
    ],
)
def test_a_mail_becomes_an_enclosed_one(name: str, content: bytes, form: str) -> None:
    (inner,) = opened((name, content)).enclosed
    assert (inner.form, inner.subject, inner.plain) == (form, "Inside", "MPAN: 1012345678903\n")


def test_what_a_mail_inside_holds_is_opened_there() -> None:
    deep = storage({0x1000: "deep"}, 24, [attachment("deep.csv", CSV)])
    mail = opened(
        ("a.msg", msg({0x1000: "x"}, [attachment("b.csv", CSV), attachment("c.pdf", PDF), embedded(deep)]))
    )
    (inner,) = mail.enclosed
    assert shown(inner) == [("b.csv", TABLE)]
    assert shown(inner.enclosed[0]) == [("deep.csv", TABLE)]
    assert attachments.unread(mail) == (f"c.pdf ({PDF_TOLD})",)


def test_sealed_names_what_lies_deeper_too() -> None:
    inner = mail_with(("a.csv", CSV), ("b.pdf", PDF))
    mail = replace(mail_with(("c.csv", CSV)), enclosed=(inner,))
    assert attachments.sealed(mail) == ("c.csv", "a.csv")
    assert attachments.sealed(attachments.opened(mail, Limits())) == ()
    assert attachments.unread(mail) == (
        "c.csv (it could not be opened)", "a.csv (it could not be opened)", f"b.pdf ({PDF_TOLD})",
    )  # fmt: skip


def test_what_is_not_opened_stays_with_its_reason() -> None:
    inside = zipped({"b.pdf": PDF, "c.csv": b"\x00", "card.vcf": b"x"})
    mail = opened(("a.pdf", PDF), ("b.zip", inside), ("d.csv", b'a,b\n"never closed,1\n'))
    assert attachments.unread(mail) == (
        f"a.pdf ({PDF_TOLD})",
        f"b.pdf in b.zip ({PDF_TOLD})",
        "c.csv in b.zip (of a kind that is not read: please send the alert as text or as a table)",
        "d.csv (its quotation marks do not match)",
    )
    assert attachments.sealed(mail) == ()


@pytest.mark.parametrize("content", [zipped({}), xlsx(lambda book: book.add_worksheet("Empty"))])
def test_a_file_in_which_nothing_is_found_is_told(content: bytes) -> None:
    assert attachments.unread(opened(("a.zip", content))) == ("a.zip (nothing was found in it)",)


def test_a_meter_point_in_a_name_is_told_by_its_end() -> None:
    mail = opened(("1012345678903.pdf", PDF), ("1012345678903.zip", zipped({"3938424403.csv": CSV})))
    assert attachments.unread(mail) == (f"..8903.pdf ({PDF_TOLD})",)
    assert shown(mail) == [("..4403.csv in ..8903.zip", TABLE)]


def test_a_part_without_a_name_has_its_type_for_one() -> None:
    mail = Mail(parts=(Part("application/pdf", payload=PDF),))
    assert attachments.unread(mail) == (f"(no name, application/pdf) ({PDF_TOLD})",)


@pytest.mark.parametrize(
    ("limits", "name", "told"),
    [
        ({"rows": 1}, "a.zip", "b.csv in a.zip (it has more than 1 rows)"),
        ({"unpacked_bytes": 10}, "a.zip", "a.zip (it unpacks to more than 10 bytes)"),
        ({"depth": 1}, "a.zip", "b.csv in a.zip (it is nested more than 1 deep)"),
        ({"parts": 0}, "a.zip", "a.zip (it has more than 0 parts)"),
    ],
)
def test_a_cap_is_named_and_the_mail_is_over_it(limits, name: str, told: str) -> None:
    mail = opened((name, zipped({"b.csv": CSV})), **limits)
    assert attachments.unread(mail) == (told,)
    assert mail.over == ("what is attached " + told.partition("(it ")[2].rstrip(")"),)


def test_the_ratio_is_that_of_the_whole_mail() -> None:
    bomb = zipped({"b.csv": b"a,b\n" * 100_000})
    assert attachments.unread(opened(("a.zip", bomb))) == (
        "a.zip (it unpacks to more than 200 times its size)",
    )
    assert opened(("a.zip", bomb), ("big.pdf", PDF * 10_000), rows=200_000).over == ()


def test_what_an_enclosed_mail_lacks_is_told_of_the_whole() -> None:
    cut = b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nMPAN\n"
    mail = opened(("a.zip", zipped({"a.eml": cut})))
    assert mail.defects == ("the last part of a multipart is cut off",)
    headers = b"Subject: " + b"x" * 300_000 + b"\n\ny"
    assert opened(("a.zip", zipped({"a.eml": headers}, 0))).over == ("headers longer than 262144 bytes",)


def test_an_html_file_that_hides_something_is_doubtful() -> None:
    mail = opened(("a.html", b"<p>x</p><p style='display:none'>MPAN 1012345678903</p>"))
    assert mail.defects == ("doubtful: the HTML hides text",)
    assert attachments.unread(opened(("a.html", b"<html>" + b"x" * 50), html_bytes=40)) == (
        "a.html (it is longer than 40 bytes)",
    )


def _fails(error):
    def read(item, opening):
        raise error

    return read


class PanicException(BaseException):
    """What a Rust library raises when it gives up."""


PanicException.__module__ = "pyo3_runtime"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ZeroDivisionError(), "it is damaged"),
        (RecursionError(), "it is damaged"),
        (MemoryError(), "it takes too much memory"),
        (PanicException(), "it is damaged"),
        (CannotOpen("it is odd"), "it is odd"),
    ],
)
def test_whatever_a_library_raises_is_a_reason(monkeypatch, error: BaseException, told: str) -> None:
    monkeypatch.setitem(attachments._OPENERS, Kind.TEXT, _fails(error))
    assert attachments.unread(opened(("a.csv", CSV))) == (f"a.csv ({told})",)


def test_what_ends_the_program_ends_it(monkeypatch) -> None:
    monkeypatch.setitem(attachments._OPENERS, Kind.TEXT, _fails(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        opened(("a.csv", CSV))


HELLO = {0x1000: "Hello,\r\n\r\nsee the list.\r\n"}


def test_a_winmail_dat_is_the_mail_once_more() -> None:
    mail = opened(
        ("winmail.dat", tnef_mail(HELLO, b"", [("a.csv", CSV)])),
        text="Hello,\nsee the list.\n\nSent securely",
    )
    assert (shown(mail), mail.enclosed, mail.parts) == ([("a.csv", TABLE)], (), ())


def test_its_body_is_the_mails_where_that_has_none() -> None:
    mail = opened(("winmail.dat", tnef_mail({**HELLO, 0x1013: b"<p>Hello</p>"})), text="")
    assert (mail.plain, mail.html_text.strip(), mail.enclosed) == ("Hello,\n\nsee the list.\n", "Hello", ())
    assert opened(("winmail.dat", tnef_mail({0x0037: "x"})), text="").text == ""


def test_its_body_is_a_mail_inside_where_it_says_something_else() -> None:
    mail = opened(("winmail.dat", tnef_mail(HELLO)), text="Another text")
    assert [(each.form, each.plain) for each in mail.enclosed] == [("tnef", "Hello,\n\nsee the list.\n")]


def test_its_rich_text_counts_where_there_is_nothing_else() -> None:
    content = tnef_mail({0x1009: rich(r"{\rtf1 MPAN: 1012345678903\par}")})
    assert opened(("winmail.dat", content), text="").plain == "MPAN: 1012345678903\n"
    assert opened(("winmail.dat", content), text="Another text").enclosed == ()
    mail = opened(("winmail.dat", tnef_mail({0x1009: rich("none")})), text="")
    assert attachments.unread(mail) == ("the text in winmail.dat (its rich text is damaged)",)


XML = payloads.duis(alert(payload=PAYLOAD)).replace("><", ">\n<")
PASTED = f"Hello,\n\nPayload: {PAYLOAD.hex()}\n"


@pytest.mark.parametrize(
    ("text", "where"),
    [(f"Hello,\n\n{XML}\n", duis.PASTED), (PASTED, attachments.PAYLOAD_IN_TEXT)],
)
def test_what_is_pasted_into_the_text_is_read_like_an_attachment(text: str, where: str) -> None:
    mail = mail_with(text=text)
    assert attachments.sealed(mail) == (where,)
    read = attachments.opened(mail, Limits())
    assert shown(read) == [(where, FACTS)]
    assert attachments.sealed(read) == ()


@pytest.mark.parametrize("text", [XML, PASTED])
def test_what_is_pasted_into_html_alone_is_read_too(text: str) -> None:
    mail = attachments.opened(Mail(plain="In HTML.", html_text=text), Limits())
    assert [each.text for each in mail.tables] == [FACTS]


def test_pasted_xml_that_cannot_be_read_is_told() -> None:
    mail = attachments.opened(mail_with(text=XML[:-20]), Limits())
    assert attachments.unread(mail) == (f"{duis.PASTED} (its XML is cut off)",)
    assert attachments.sealed(mail) == ()
