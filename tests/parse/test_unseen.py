"""What an HTML body does not show: left out, and doubtful when it states facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.parse import doubts, html, style

MPAN = "MPAN: 1012345678903"


@pytest.mark.parametrize(
    "css",
    [
        "display:none",
        "DISPLAY : None !important",
        "display:none;display:block",
        "dis/* a comment */play:none",
        "d\\69splay:none",
        "d\\000069 splay:none",
        "\\64 isplay:none",
        "visibility:hidden",
        "visibility:collapse",
        "mso-hide:all",
        "opacity:0",
        "opacity:.01",
        "font-size:0",
        "font-size:1px",
        "font-size:0.01em",
        "max-height:0",
        "max-height:0px;overflow:hidden",
        "height:0;overflow:hidden",
        "width:0;overflow:hidden",
        "position:absolute;left:-9999px",
        "position:absolute;top:-100em",
        "text-indent:-500px",
        "color:transparent",
        "color:rgba(0, 0, 0, 0)",
        "color:#0000",
        "color:white",
        "color:#FFF",
        "color:#fefefe",
        "color:rgb(255, 255, 255)",
        "color:white;background:#fff",
        "color:navy;background-color:navy",
        "clip:rect(0,0,0,0)",
        "transform: scale(0)",
    ],
)
def test_what_a_style_hides(css: str) -> None:
    hidden = ("a\n\nb", (doubts.HIDDEN,))
    assert html.text(f"<p>a</p><div style='{css}'>{MPAN}</div><p>b</p>") == hidden
    assert html.text(f"<style>.n{{{css}}}</style><p>a</p><div class='m N'>{MPAN}</div><p>b</p>") == hidden


@pytest.mark.parametrize(
    "css",
    [
        "display:block",
        "font-size:11.0pt",
        "font-size:9px",
        "font-size:80%",
        "opacity:0.9",
        "max-height:none",
        "height:0",
        "margin-left:-36.0pt",
        "text-indent:-18.0pt",
        "color:white;background:#1F3864",
        "color:#003366",
        "color:windowtext",
        "background:white",
        "overflow:hidden",
        "text-decoration:underline",
        "unicode-bidi:isolate",
        "",
        ";:;{",
    ],
)
def test_what_a_style_shows(css: str) -> None:
    assert html.text(f"<p>a</p><div style='{css}'>{MPAN}</div>") == (f"a\n\n{MPAN}", ())


@pytest.mark.parametrize(
    "selector",
    [".n", "div.n", "#i", "div#i.n", "p, .n", "*.n", "@media screen { .n", "<!-- .n", "/* x */ .n", "DIV"],
)
def test_selectors_of_one_compound_are_applied(selector: str) -> None:
    document = f"<style>{selector}{{display:none}}</style>a<div class=n id=i>{MPAN}</div>"
    assert html.text(document) == ("a", (doubts.HIDDEN,))


@pytest.mark.parametrize(
    "selector", ["body > .n", "p + div", "div[class=n]", "[class=n]", "div:nth-child(1)"]
)
def test_of_any_other_selector_the_text_stays_and_is_doubtful(selector: str) -> None:
    document = f"<style>{selector}{{display:none}}</style>a<div class=n>{MPAN}</div>"
    assert html.text(document) == (f"a\n{MPAN}", (doubts.HIDDEN,))


@pytest.mark.parametrize("selector", [".other", "p.n", ".n.m", "#n", "@page", "body > .other"])
def test_a_rule_for_other_elements_hides_nothing(selector: str) -> None:
    document = f"<style>{selector}{{display:none}}</style>a<div class=n>{MPAN}</div>"
    assert html.text(document) == (f"a\n{MPAN}", ())


def test_a_sheet_of_too_many_hiding_rules_is_doubtful() -> None:
    css = "".join(f".c{number}{{display:none}}" for number in range(201))
    assert html.text(f"<style>{css}</style>a") == ("a", (doubts.HIDDEN,))


def test_a_sheet_of_many_colours_is_not() -> None:
    css = "".join(f".c{number}{{color:red}}" for number in range(500))
    assert html.text(f"<style>{css}</style>{MPAN}") == (MPAN, ())


def test_what_is_folded_away_is_read_and_doubtful() -> None:
    folded = f"<details><summary>more</summary>{MPAN}</details>"
    assert html.text(folded) == (f"more\n{MPAN}", (doubts.HIDDEN,))
    assert html.text(folded.replace("<details", "<details open")) == (f"more\n{MPAN}", ())


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("<div style='color:white'>6 digits: 123456<p style='color:black'>b</p></div>", "b"),
        ("<div style='font-size:0'><span style='font-size:12px'>shown</span></div>", "shown"),
        ("<div style='visibility:hidden'><b style='visibility:visible'>shown</b></div>", "shown"),
        ("<table bgcolor=navy><tr><td><font color=white>MPAN</font><td>1</table>", "MPAN\t1"),
        ("<body text=white bgcolor=#000080>MPAN</body>", "MPAN"),
    ],
)
def test_what_a_child_shows_again(document: str, text: str) -> None:
    assert html.text(document)[0] == text


@pytest.mark.parametrize("words", ["Not ours", "not our meter", "It belongs to Cobalt", "wrong supplier"])
def test_a_hidden_denial_is_doubtful(words: str) -> None:
    assert html.text(f"<p>Received</p><p style='color:#ffffff'>{words}</p>") == ("Received", (doubts.HIDDEN,))


@pytest.mark.parametrize(
    "words",
    ["Quarterly notice &zwnj;&nbsp;", "12345", "", "News of your company", "Do not reply to our mail"],
)
def test_a_hidden_preview_line_is_ordinary(words: str) -> None:
    assert html.text(f"<div style='display:none'>{words}</div>shown") == ("shown", ())


@pytest.mark.parametrize(
    "words", ["Supplier: X", "mprn", "An Alert", "12 34 56", "1 0 1 2 3 4", "long " * 1001]
)
def test_hidden_facts_are_not(words: str) -> None:
    assert html.text(f"<div style='display:none'>{words}</div>shown") == ("shown", (doubts.HIDDEN,))


@pytest.mark.parametrize("tag", ["template", "noscript", "svg", "textarea", "select", "object"])
def test_what_some_programs_show_is_left_out_and_doubtful(tag: str) -> None:
    text, defects = html.text(f"shown<{tag}><p>{MPAN}</p></{tag}>")
    assert "1012345678903" not in text
    assert defects == (doubts.HIDDEN,)


@pytest.mark.parametrize(
    "document",
    [
        "<s>one</s>two",
        "<strike>one</strike>two",
        "<del>one</del>two",
        "<span style='text-decoration:line-through'>one</span>two",
        "<span style='text-decoration-line: underline line-through'>one</span>two",
        "<style>.x{text-decoration:line-through red}</style><b class=x>o<i>ne</i></b>two",
    ],
)
def test_what_is_struck_out_is_left_out(document: str) -> None:
    assert html.text(document) == ("two", (doubts.STRUCK,))


def test_an_empty_stroke_is_nothing() -> None:
    assert html.text("<s> </s>two") == ("two", ())


def test_a_struck_out_row_is_left_out() -> None:
    row = "<tr style='text-decoration:line-through'><td>MPAN<td>1</tr>"
    assert html.text(f"<table>{row}<tr><td>MPAN<td>2</table>") == ("MPAN\t2", (doubts.STRUCK,))


@pytest.mark.parametrize(
    "document",
    [
        "<bdo dir=rtl>321</bdo>",
        "\u202e321",
        "&#8238;321",
        "&#x2067;321",
        "<p style='unicode-bidi:bidi-override'>1",
    ],
)
def test_an_order_of_its_own_is_doubtful(document: str) -> None:
    assert html.text(document)[1] == (doubts.REORDERED,)


@pytest.mark.parametrize(
    ("document", "defects"),
    [
        ("a<!--[if mso]><p>New Supplier: X</p><![endif]-->", (doubts.HIDDEN,)),
        ("<p>MPAN: 1</p><!--[if mso]><p>MPAN:&nbsp;1</p><![endif]-->", ()),
        ("a<!--[if gte mso 9]><xml><o:shapedefaults spidmax='1026000'/></xml><![endif]-->", ()),
        ("a<!-- New Supplier: X -->", ()),
    ],
)
def test_what_outlook_alone_shows(document: str, defects: tuple[str, ...]) -> None:
    assert html.text(document)[1] == defects


@given(st.text(alphabet="{}:;.#/*\\<!->@,()a0 %\n-", max_size=200))
def test_any_style_is_read(css: str) -> None:
    style.look(css)
    style.sheet(css)
    style.colour(css)


def test_a_background_may_be_a_picture() -> None:
    assert html.text(f"<p>a</p><div style='color:white;background:url(a.png)'>{MPAN}</div>")[1] == ()


def test_a_long_sheet_is_doubtful() -> None:
    assert html.text(f"<style>{'.c{color:red}' * 30_000}</style>a") == ("a", (doubts.HIDDEN,))


def test_many_selectors_that_hide_have_no_room() -> None:
    selectors = ",".join(f".c{number}" for number in range(500))
    assert html.text(f"<style>{selectors}{{display:none}}</style>a") == ("a", (doubts.HIDDEN,))
    assert html.text(f"<style>{selectors}{{color:red}}</style>a") == ("a", ())


def test_rules_for_any_element_and_for_names_are_put_together_in_their_order() -> None:
    css = "*{color:white} .n{color:black} div{background:white}"
    assert html.text(f"<style>{css}</style><div class=n>{MPAN}</div>") == (MPAN, ())
    assert html.text(f"<style>{css}</style><div class=m>{MPAN}</div>")[1] == (doubts.HIDDEN,)


def test_an_element_of_more_classes_than_are_looked_at_is_doubtful() -> None:
    classes = " ".join(f"class{number}" for number in range(200))
    document = f"<style>.n{{color:red}}</style><div class='{classes} n'>{MPAN}</div>"
    assert html.text(document) == (MPAN, (doubts.HIDDEN,))


def test_of_what_may_be_hidden_no_more_is_looked_at_than_there_is_time_for() -> None:
    nested = "<div>w" * 150 + "</div>" * 150
    document = f"<style>body > div{{display:none}}</style>{nested * 50}"
    assert html.text(document)[1] == (doubts.HIDDEN,)


def test_a_hidden_preview_line_is_left_out_and_no_defect() -> None:
    assert html.text("<div style='display:none'>News for you</div>a") == ("a", ())


def test_a_style_that_many_elements_share_is_read_once() -> None:
    assert html.text("<b style='color:red'>a</b><b style='color:red'>b</b>") == ("ab", ())
