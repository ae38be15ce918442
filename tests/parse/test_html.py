"""HTML bodies as the text a person reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.parse import doubts, html


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("one<br>two", "one\ntwo"),
        ("8F<span>3F</span> and 8F<b>3</b>E", "8F3F and 8F3E"),
        ("a&nbsp;b &amp; c &lt;d&gt; &amp;lt;", "a b & c <d> &lt;"),
        ('<p class="MsoNormal">one</p><p class="MsoNormal">two</p>', "one\ntwo"),
        (
            "<p class=MsoNormal>one</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>two</p>",
            "one\n\ntwo",
        ),
        ('<p style="margin: 0cm">one</p><p style="margin-bottom:0">two</p>', "one\ntwo"),
        ("<ul><li>one<li>two</ul>", "  * one\n  * two"),
        ("<pre>a  b\n c</pre>", "a  b\n c"),
        ("<style>p{}</style><script>x</script><title>t</title>shown", "shown"),
        ('<span style="display: none">no</span>shown', "shown"),
        ('<span style="DISPLAY:NONE !important">no</span>shown', "shown"),
        ('<span style="font-size:0">no</span><span style="font-size:0.9em">yes</span>', "yes"),
        ('<span style="font-size:0px">no</span>shown', "shown"),
        ("<span hidden>no</span>shown", "shown"),
        ("<!-- no -->shown<![if !x]> too<![endif]>", "shown too"),
        ('<p style="margin-top:99999em">far</p>', "far"),
        ("<blockquote>quoted<br>twice</blockquote>after", "> quoted\n> twice\nafter"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n>> b"),
        ('From: <a href="mailto:a@b.example">Ann</a>', "From: Ann <a@b.example>"),
        ('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example"),
        ('<a href="https://evil.example">here</a>', "here"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_text(document: str, text: str) -> None:
    assert html.text(document) == (text, ())


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("<tr><th>MPAN<th>Code<tr><td>1<td>8F3F", "MPAN\tCode\n1\t8F3F"),
        ("<tr><td>MPAN</td><td>1</td></tr>", "MPAN\t1"),
        ("<tr><td>a<br>b</td><td><p>c</p><p>d</p></td></tr>", "a b\tc d"),
        ("<tr><td></td><td>x</td></tr>", "\tx"),
        ("<tr><td>x</td><td></td></tr>", "x\t"),
        ("<tr><td>one cell</td></tr><tr><td>another</td></tr>", "one cell\nanother"),
        ("<tr><td><p>the</p><p>layout</p></td></tr>", "the\n\nlayout"),
        ("<tr><td>x<table><tr><td>a<td>b</table></td><td>y</td></tr>", "x\na\tb\ny"),
    ],
)
def test_one_row_of_a_table_is_one_line(table: str, text: str) -> None:
    assert html.text(f"<table>{table}</table>")[0] == text


def test_marks_of_our_own_in_the_document_do_nothing() -> None:
    assert html.text("a\ue0f2b\ue0f0c") == ("abc", ())


@pytest.mark.parametrize(
    "document",
    ["<div>" * 5000 + "deep <b>words</b><br>more", "<p>words" * 120_000],
)
def test_absurd_html_is_read_crudely_with_a_defect(document: str) -> None:
    text, defects = html.text(document)
    assert "words" in text
    assert defects == (doubts.DAMAGED,)


def test_the_crude_way_keeps_cells_apart_and_drops_scripts() -> None:
    deep = "<div>" * 5000 + "<style>no</style><table><tr><td>MPAN</td> <td>1</td></tr></table>a &amp; b"
    assert html.text(deep)[0] == "MPAN\t1\na & b"


def test_the_crude_way_drops_comments() -> None:
    assert html.text("<div>" * 5000 + "a<!-- MPAN: 1 <p>b</p> -->c<!-- never closed")[0] == "ac"


def test_an_xml_declaration_and_lone_surrogates_are_no_trouble() -> None:
    assert html.text('<?xml version="1.0" encoding="utf-16"?><p>a\ud800b</p>')[0] == "a?b"


@given(
    st.lists(
        st.sampled_from(
            ["<table>", "<tr>", "<td>", "</td>", "</table>", "<p>", "<", ">", "&", "<a href=mailto:", "x"]
        )
        | st.sampled_from(
            ["<blockquote>", "</blockquote>", "<br>", "<!--", "<style>", "\x00", "<pre>", "<li>"]
        )
    )
)
def test_any_document_is_read(pieces: list[str]) -> None:
    text, _ = html.text("".join(pieces))
    assert "\x00" not in text
    assert "\ue0f2" not in text


def test_the_address_of_a_link_is_written_behind_its_last_piece() -> None:
    page = 'From: <a href="mailto:a@b.example?subject=x">Ann <b>Lee</b></a> (Leeds), <a href="mailto:nobody">x</a>'
    assert html.text(page)[0] == "From: Ann Lee <a@b.example> (Leeds), x"


def test_empty_quotes_leave_no_lines() -> None:
    assert html.text("<blockquote></blockquote><blockquote><br></blockquote>words")[0] == "words"


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<p><b>a</b> &amp; b</p>", "a & b"),
        ("<ul><li><blockquote>a</blockquote></li><li>b</li></ul>", ">   *\n>     a\n  * b"),
    ],
)
def test_words_beside_marks(page: str, shown: str) -> None:
    assert html.text(page)[0] == shown
