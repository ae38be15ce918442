"""The alerts of a whole mail: text against HTML, what is quoted from us, what only the Subject names."""

from mailbot.model.alert import Fault
from mailbot.model.limits import Limits
from mailbot.model.mail import Layer, Mail
from mailbot.parse.alert_mail import AlertStory, story
from tests.parse.alert_texts import DEVICE_A, RULES, A, B

PLAIN = f"MPAN: {A}\nAlert Code: 8F3F\nDate/Time: 24/11/2026 09:05:33\nNew Supplier: Brightwater"
RICH = f"{PLAIN}\nDevice ID: {DEVICE_A}"
OURS = f"Reference: CA-26-000017\n{PLAIN}"


def told(text: str, html: str = "", subject: str = "Alert") -> AlertStory:
    layers = (Layer("the body", text),)
    others = (Layer("the body", html),) if html else ()
    return story(Mail(subject=subject), layers, others, RULES, Limits())


def faults(found: AlertStory) -> list[list[Fault]]:
    return [[problem.fault for problem in alert.problems] for alert in found.alerts]


def test_text_and_html_that_agree_are_one_alert_from_either_side() -> None:
    for text, html in ((PLAIN, PLAIN.replace("Brightwater", "  Brightwater")), (PLAIN, PLAIN)):
        found = told(text, html)
        assert [alert.mpxn for alert in found.alerts] == [A]
        assert faults(found) == [[]]
        assert found.fresh == 1


def test_text_and_html_that_differ_are_put_to_a_person() -> None:
    for text, html in ((PLAIN, RICH), (PLAIN, PLAIN.replace(A, B)), (RICH, PLAIN)):
        assert faults(told(text, html)) == [[Fault.TWO_VALUES]]


def test_another_time_is_another_alert_and_none_is_no_contradiction() -> None:
    assert faults(told(PLAIN, PLAIN.replace("09:05:33", "19:05:33"))) == [[Fault.TWO_VALUES]]
    assert faults(told(PLAIN, PLAIN.replace("09:05:33", "09:05"))) == [[]]
    assert faults(told(PLAIN, PLAIN.replace("Date/Time: 24/11/2026 09:05:33\n", ""))) == [[]]


def test_a_doubt_counts_that_stands_in_one_body_alone() -> None:
    note = "Please ignore: sent in error."
    for text, html in ((PLAIN, f"{note}\n\n{PLAIN}"), (f"{note}\n\n{PLAIN}", PLAIN)):
        assert set(faults(told(text, html))[0]) == {Fault.DOUBTED}


def test_a_text_that_only_points_at_the_html_contradicts_nothing() -> None:
    found = told("This mail is in HTML.", RICH)
    assert [alert.device for alert in found.alerts] == [DEVICE_A]
    assert faults(found) == [[]]


def test_what_only_the_subject_names_is_a_stray_beside_alerts() -> None:
    assert told(PLAIN, subject=f"Alert for {B}").strays
    assert not told(PLAIN, subject=f"Alert for {A}").strays
    assert not told("Hello", subject=f"Alert for {B}").strays


def test_alerts_of_letters_of_ours_are_not_fresh() -> None:
    assert told(OURS).fresh == 0
    layers = (Layer("the body", PLAIN.replace(A, B)), Layer("the quoted mail", OURS, 1, form="quoted"))
    found = story(Mail(), layers, (), RULES, Limits())
    assert found.fresh == 1
    assert {alert.mpxn for alert in found.alerts} == {A, B}


def test_the_losing_supplier_is_no_word_of_the_mail() -> None:
    found = told(f"{PLAIN}\nOld Supplier: Larkfield Energy\nSeen by Dunmore")
    assert "Larkfield" not in found.words
    assert "Seen by Dunmore" in found.words


def test_caps_and_rules_of_both_bodies_are_named() -> None:
    long = "\n".join([PLAIN, *("x" for _ in range(50))])
    found = story(Mail(), (Layer("text", long),), (Layer("html", long),), RULES, Limits(lines=10))
    assert found.over == ("more than 10 lines in text", "more than 10 lines in html")
    assert "mpan" in found.rules
