"""What a person could still read of a damaged text is read: transfer encodings and charsets."""

import base64
import quopri

import pytest

from mailbot.model.limits import Limits
from mailbot.model.mail import Mail
from mailbot.parse import doubts, message

HEAD = b"From: Joel Kerr <joel@tamarvalley.example>\nTo: alerts@secas.example\nSubject: FW: Alert\n"
WORDS = "MPAN: 1012345678903\nAlert Code: 8F3F\nSupplier: Café Energy – Ltd"
ASCII = WORDS.replace("é", "e").replace("–", "-")
UTF8 = WORDS.encode()
CODED = base64.encodebytes(UTF8)


def plain(head: bytes, body: bytes) -> Mail:
    return message.read(HEAD + head + b"\n" + body, Limits())


@pytest.mark.parametrize(
    "body",
    [
        CODED,
        CODED.replace(b"=", b"").strip(),
        CODED.replace(b"\n", b"\r\r\n"),
        CODED.replace(b"\n", b" \n\n"),
        b"\n\n" + CODED,
        CODED[:20] + b"*" + CODED[20:],
        CODED[:21] + b"!\xff\x00~" + CODED[21:],
        CODED[:20] + b"=" + CODED[20:],
        CODED + b"\n____________\nA mailing list: https://lists.example/\n",
        base64.encodebytes(UTF8[:10]) + base64.encodebytes(UTF8[10:]),
        base64.encodebytes(UTF8[:11]) + b"\n" + base64.encodebytes(UTF8[11:]),
        CODED.strip() + b"=====",
        b"\n".join(CODED.replace(b"\n", b"")[at : at + 15] for at in range(0, len(CODED), 15)),
    ],
)
def test_damaged_base64(body: bytes) -> None:
    mail = plain(b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n", body)
    assert mail.plain == WORDS


def test_a_lost_character_of_base64_costs_its_line_alone() -> None:
    text = "".join(f"line {number:03} of a long text\n" for number in range(100))
    lines = base64.encodebytes(text.encode()).splitlines()
    lines[7] = lines[7][:30] + lines[7][31:]
    mail = plain(b"Content-Transfer-Encoding: base64\n", b"\n".join(lines))
    assert mail.plain.startswith(text[:390])
    assert mail.plain.endswith(text[456:])
    assert mail.defects[0] == "the base64 of a part is damaged"


def test_what_says_base64_and_is_not_stays_as_it_is() -> None:
    mail = plain(b"Content-Transfer-Encoding: base64\n", ASCII.encode())
    assert mail.plain == ASCII
    assert mail.defects == ("a part says base64 and is not",)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (quopri.encodestring(UTF8), WORDS),
        (UTF8.replace(b"\xc3\xa9", b"=c3=a9"), WORDS),
        (quopri.encodestring(UTF8) + b"=", WORDS),
        (quopri.encodestring(UTF8) + b"=\n", WORDS),
        (UTF8 + b"=XY", WORDS + "=XY"),
        (UTF8 + b"=4", WORDS + "=4"),
        (b"MPAN: 1012345=  \n678903", "MPAN: 1012345678903"),
        (b"MPAN: 1012345=\t\r\n678903", "MPAN: 1012345678903"),
        (b"MPAN: 1012345=\r678903\rCode", "MPAN: 1012345678903\nCode"),
        (b"a=0D=0Ab=0D=0Ac", "a\nb\nc"),
        (b"=20=20\n=", "  \n"),
    ],
)
def test_damaged_quoted_printable(body: bytes, text: str) -> None:
    mail = plain(
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: Quoted_Printable\n", body
    )
    assert mail.plain == text


@pytest.mark.parametrize(
    ("charset", "text", "codec"),
    [
        ("iso-2022-jp", "メーター 8F3F", "iso2022_jp"),
        ("us-ascii", "メーター 8F3F", "iso2022_jp"),
        ("shift_jis", "メーター①", "cp932"),
        ("x-sjis", "メーター", "cp932"),
        ("gb2312", "电表警报 €", "gb18030"),
        ("GBK", "电表警报", "gb18030"),
        ("big5", "電錶警報", "big5"),
        ("euc-kr", "미터 경보 똠", "cp949"),
        ("ks_c_5601-1987", "미터 경보", "cp949"),
        ("koi8-r", "Счётчик", "koi8_r"),
        ("windows-1251", "Счётчик", "cp1251"),
        ("cp-1251", "Счётчик", "cp1251"),
        ("win-1251", "Счётчик", "cp1251"),
        ("x-windows-1252", "Café –", "cp1252"),
        ("windows-1254", "ığdır", "cp1254"),
        ("windows-874", "มิเตอร์", "cp874"),
        ("tis-620", "มิเตอร์", "cp874"),
        ("iso-8859-8-i", "מונה", "iso8859-8"),
        ("iso-8859-1", "Café – €", "cp1252"),
        ("utf-7", "Café –", "utf-7"),
        ("unicode-1-1-utf-7", "Café –", "utf-7"),
        ("utf-16", "Café –", "utf-16-le"),
        ("utf-16", "Café –", "utf-16-be"),
        ("utf-8", "Café –, alert", "utf-16-le"),
        ("utf8", "Café –", "utf-8"),
        ("UTF8MB4", "Café –", "utf-8"),
        ("'utf-8'", "Café –", "utf-8"),
        ('"utf-8', "Café –", "utf-8"),
        ("3DUTF-8", "Café –", "utf-8"),
        ('3D"utf-8"', "Café –", "utf-8"),
        ("charset=utf-8", "Café –", "utf-8"),
        ("utf-8; ", "Café –", "utf-8"),
        ("utf-8 (Unicode)", "Café –", "utf-8"),
        ("utf-8 format=flowed", "Café –", "utf-8"),
        ("utf-8\\", "Café –", "utf-8"),
        ("x-unknown", "Café –", "utf-8"),
        ("x-unknown", "Café –", "cp1252"),
        ("iso-8859-1", "Café –", "utf-8"),
        ("us-ascii", "Café –", "cp1252"),
        ("utf-8", "Café –", "cp1252"),
        ("big5", "Café –", "utf-8"),
        ("rot13", "Cafe", "ascii"),
        ("utf-16", "Cafe", "ascii"),
        ("", "Café –", "utf-8"),
        ("", "Café –, alert", "utf-16"),
    ],
)
def test_charsets(charset: str, text: str, codec: str) -> None:
    mail = plain(f"Content-Type: text/plain; charset={charset}\n".encode(), text.encode(codec))
    assert mail.plain == text


def test_one_damaged_byte_costs_one_character() -> None:
    head = b"Content-Type: text/plain; charset=%s\n"
    assert plain(head % b"utf-8", "Café £5 –".encode() + b"\xe9 x").plain == "Café £5 –é x"
    japanese = "メーターの警報です".encode("cp932")
    assert plain(head % b"shift_jis", japanese + b"\xff").plain.startswith("メーターの警報です")
    assert plain(head % b"utf-7", b"+AGE-\xff").plain == "+AGE-ÿ"


LONG = "".join(f"MPAN: {number:013}, Café Energy\n" for number in range(100))


@pytest.mark.parametrize("text", [LONG, LONG[:180], LONG.replace("\n", "\r\n")])
def test_base64_that_does_not_say_so_is_read_and_doubtful(text: str) -> None:
    mail = plain(b"Content-Type: text/plain; charset=utf-8\n", base64.encodebytes(text.encode()))
    assert mail.plain == text.replace("\r", "")
    assert mail.defects == (doubts.CODED,)


@pytest.mark.parametrize(
    "body",
    [
        b"YWJj\n",
        base64.encodebytes(bytes(range(256))),
        base64.encodebytes(b"nowordsbutlettersalone" * 10),
        b"x" * 70 + b"\n" + b"see above, please\n" + b"x" * 70,
        b"x" * 70 + b"\nend",
    ],
)
def test_what_only_looks_like_base64_is_left_alone(body: bytes) -> None:
    mail = plain(b"", body)
    assert (mail.plain, mail.defects) == (body.decode(), ())
