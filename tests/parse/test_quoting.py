"""Attributions in the languages of mail clients, and sentences that only look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.mail import Address
from mailbot.parse import quoting

PRIYA = Address("p@b.example", "Priya Nair")
# every line names Priya Nair and her address
WITH_AUTHOR = """
On Mon, 23 Nov 2026 at 10:05, Priya Nair <p@b.example> wrote:
On 23 Nov 2026, at 10:05, Priya Nair <p@b.example> wrote:
*On Mon, Nov 23, 2026 at 10:05 AM Priya Nair <p@b.example> wrote:*
---- On Mon, 23 Nov 2026 10:05:00 +0000 Priya Nair <p@b.example> wrote ----
Priya Nair <p@b.example> wrote on 11/23/2026 10:05:21 AM:
2026-11-23 10:05 GMT+01:00 Priya Nair <p@b.example>:
23.11.2026, 10:05, "Priya Nair" <p@b.example>:
>>> Priya Nair <p@b.example> 23/11/2026 10:05 >>>
* Priya Nair <p@b.example> [2026-11-23 10:05]:
23 November 2026 10:05, "Priya Nair" <p@b.example> wrote:
Priya Nair <p@b.example> writes:
Quoting Priya Nair <p@b.example>:
Zitat von Priya Nair <p@b.example>:
Am 23.11.2026 um 10:05 schrieb Priya Nair <p@b.example>:
Am Mo., 23. Nov. 2026 um 10:05 Uhr schrieb Priya Nair <p@b.example>:
Le lun. 23 nov. 2026 à 10:05, Priya Nair <p@b.example> a écrit :
Op ma 23 nov 2026 om 10:05 schreef Priya Nair <p@b.example>:
Op 23 nov. 2026, om 10:05 heeft Priya Nair <p@b.example> het volgende geschreven:
El lun, 23 nov 2026 a las 10:05, Priya Nair (<p@b.example>) escribió:
Il giorno lun 23 nov 2026 alle ore 10:05 Priya Nair <p@b.example> ha scritto:
Em seg., 23 de nov. de 2026 às 10:05, Priya Nair <p@b.example> escreveu:
Priya Nair <p@b.example> escreveu (segunda, 23/11/2026 à(s) 10:05):
Den mån 23 nov. 2026 kl 10:05 skrev Priya Nair <p@b.example>:
23 nov. 2026 kl. 10:05 skrev Priya Nair <p@b.example>:
man. 23. nov. 2026 kl. 10:05 skrev Priya Nair <p@b.example>:
ma 23. marrask. 2026 klo 10.05 Priya Nair (p@b.example) kirjoitti:
pon., 23 lis 2026 o 10:05 Priya Nair <p@b.example> napisał(a):
Wiadomość napisana przez Priya Nair <p@b.example> w dniu 23 lis 2026, o godz. 10:05:
po 23. 11. 2026 v 10:05 odesílatel Priya Nair <p@b.example> napsal:
pon, 23. stu 2026. u 10:05 Priya Nair <p@b.example> napisao je:
V pon., 23. nov. 2026 ob 10:05 je oseba Priya Nair <p@b.example> napisala:
Priya Nair <p@b.example> ezt írta (időpont: 2026. nov. 23., H, 10:05):
În lun., 23 nov. 2026 la 10:05, Priya Nair <p@b.example> a scris:
Στις Δευ 23 Νοε 2026 στις 10:05 π.μ., ο χρήστης Priya Nair <p@b.example> έγραψε:
Priya Nair <p@b.example>, 23 Kas 2026 Pzt, 10:05 tarihinde şunu yazdı:
23 Kas 2026 Pzt 10:05 tarihinde Priya Nair <p@b.example> şunu yazdı:
пн, 23 нояб. 2026 г. в 10:05, Priya Nair <p@b.example>:
пн, 23 лист. 2026 р. о 10:05 Priya Nair <p@b.example> пише:
На пн, 23.11.2026 г. в 10:05 Priya Nair <p@b.example> написа:
Priya Nair <p@b.example> 于2026年11月23日周一 10:05写道：
在 2026-11-23 10:05:00，"Priya Nair" <p@b.example> 写道：
2026年11月23日(月) 10:05 Priya Nair <p@b.example>:
2026/11/23 10:05、Priya Nair <p@b.example>のメール:
2026년 11월 23일 (월) 오전 10:05, Priya Nair <p@b.example>님이 작성:
בתאריך יום ב׳, 23 בנוב׳ 2026 ב-10:05 מאת Priya Nair <p@b.example>:
في الاثنين، 23 نوفمبر 2026 في 10:05 ص تمت كتابة ما يلي بواسطة Priya Nair <p@b.example>:
Vào Th 2, 23 thg 11, 2026 vào lúc 10:05 Priya Nair <p@b.example> đã viết:
Pada Sen, 23 Nov 2026 pukul 10.05 Priya Nair <p@b.example> menulis:
2026-11-23, pr, 10:05 Priya Nair <p@b.example> rašė:
Ar Llun, 23 Tach 2026 am 10:05 ysgrifennodd Priya Nair <p@b.example>:
""".strip().split("\n")
# without an address; nothing marks what stands below
NAMELESS = """
On Nov 23, 2026, Priya Nair wrote:
On 23/11/2026 10:05, Priya Nair via Desk wrote:
Priya Nair wrote on 23/11/2026 10:05:
Priya Nair said the following on 23/11/2026 10:05:
Am 23.11.2026 um 10:05 schrieb Priya Nair:
Le 23/11/2026 à 10:05, Priya Nair a écrit :
Il 23/11/2026 10:05, Priya Nair ha scritto:
W dniu 23.11.2026 o 10:05, Priya Nair pisze:
Dne 23.11.2026 v 10:05 Priya Nair napsal(a):
23.11.2026 10:05, Priya Nair пишет:
Monday, November 23, 2026, 10:05:00 AM, you wrote:
""".strip().split("\n")
# attributions only where quote marks stand below
MARKED = [
    "Priya Nair wrote:",
    "2026/11/23 Priya Nair <p@b.example>",
    "On Monday 23, Priya wrote:",
    "Quoting Priya:",
]
PROSE = """
On Monday I wrote:
On 23 November 2026 I wrote:
On 5 May the customer wrote:
On 23 November 2026 the customer wrote:
As you wrote:
On 23 November we wrote to priya@b.example and she wrote:
The customer wrote on 23 November 2026 at 10:05:
In his letter of 23.11.2026 he wrote the following:
Am 23.11.2026 hat der Kunde geschrieben:
Please write to priya@b.example by 23 Nov 2026:
The numbers for 2026-11-23 are:
2026-11-23 10:05 the meter said:
I wrote to p@b.example:
Hi, 23 alerts came from <p@b.example>:
Somebody wrote this down in 2026, and it is long.
From 23 Nov 2026 please use:
""".strip().split("\n")


@pytest.mark.parametrize("line", WITH_AUTHOR)
def test_the_author_of_a_quote_is_read(line: str) -> None:
    found = quoting.attribution(["Received.", line, "", "Is it yours?"], 1)
    assert found == quoting.Introduced(PRIYA, quoting.Stretch(("Is it yours?",), 4))
    assert quoting.attribution(["Received.", line, "", "Is it yours?"], 0) is None


@pytest.mark.parametrize("line", NAMELESS)
def test_a_name_and_a_date_suffice(line: str) -> None:
    assert quoting.attribution([line, "Is it yours?"], 0) == quoting.Introduced(
        None, quoting.Stretch(("Is it yours?",), 2)
    )


@pytest.mark.parametrize("line", MARKED)
def test_above_quote_marks_less_suffices(line: str) -> None:
    assert quoting.attribution([line, "Is it yours?"], 0) is None
    found = quoting.attribution([line, "", "> Is it yours?", "Yes."], 0)
    assert found is not None
    assert found.stretch == quoting.Stretch(("Is it yours?",), 3)


@pytest.mark.parametrize("line", PROSE)
def test_a_sentence_is_no_attribution(line: str) -> None:
    assert quoting.attribution([line, "", "Is it yours?"], 0) is None


@pytest.mark.parametrize(
    "lines",
    [
        ["On Mon, 23 Nov 2026 at 10:05, Priya Nair", "<p@b.example> wrote:"],
        ["On Mon, 23 Nov 2026 at 10:05, Priya Nair <", "p@b.example> wrote:"],
        ["On Monday, November 23,", "2026 at 10:05 AM, Priya Nair", "<p@b.example>", "wrote:"],
        ["Il giorno lun 23 nov 2026 alle ore 10:05 Priya Nair <p@b.example> ha", "scritto:"],
    ],
)
def test_a_wrapped_attribution_is_put_together(lines: list[str]) -> None:
    found = quoting.attribution([*lines, "", "> Is it yours?"], 0)
    assert found == quoting.Introduced(PRIYA, quoting.Stretch(("Is it yours?",), len(lines) + 2))


@pytest.mark.parametrize(
    "lines",
    [
        ["On 20 November we sent it.", "On Mon, 23 Nov 2026 at 10:05, Priya Nair <p@b.example> wrote:"],
        ["Ask bob@b.example.", "Priya Nair <p@b.example> wrote:"],
        ["On Mon, 23 Nov 2026 at 10:05, Priya Nair", "", "wrote:"],
        ["On Mon, 23 Nov 2026 at 10:05, Priya Nair", "> wrote:"],
        ["On Mon, 23 Nov 2026 at 10:05, Priya Nair", "a" * 400 + ":"],
        ["On Mon, 23 Nov 2026", "at", "10:05, Priya Nair", "<p@b.example>", "wrote:"],
        ["It is ours. On Mon, 23 Nov 2026 at 10:05, Priya Nair <p@b.example> wrote:"],
        [""],
        ["> On Mon, 23 Nov 2026 at 10:05, Priya Nair <p@b.example> wrote:"],
    ],
)
def test_what_is_no_attribution_of_its_first_line(lines: list[str]) -> None:
    assert quoting.attribution([*lines, "> Is it yours?"], 0) is None


def test_an_ending_line_ends_what_is_quoted_without_marks() -> None:
    lines = ["mine", "-------- End of Forwarded Message --------", "yours"]
    assert quoting.region(lines, 0, 0) == quoting.Stretch(("mine",), 2)


@given(st.text(alphabet="Onwrote:,. 0123<>@\n\tab", max_size=200))
def test_any_text_is_read(text: str) -> None:
    lines = text.split("\n")
    for at in range(len(lines)):
        found = quoting.attribution(lines, at)
        assert found is None or at < found.stretch.end <= len(lines)
