"""No text can make an expression of the reader slow: by the shape of each, and by trying."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.parse import regex_shapes

ROOT = Path(__file__).parent.parent.parent
PATTERNS = regex_shapes.patterns()


def test_expressions_are_found_where_they_are() -> None:
    assert len(PATTERNS) > 100
    assert "mailbot.parse.fields._HEADER" in PATTERNS
    assert any(name.startswith("mailbot.parse.dates._FORMS[") for name in PATTERNS)
    assert any(name.startswith("mailbot.parse.style in line ") for name in PATTERNS)


@pytest.mark.parametrize("name", PATTERNS)
def test_no_expression_has_a_shape_that_a_text_can_make_slow(name: str) -> None:
    assert regex_shapes.faults(PATTERNS[name]) == []


@pytest.mark.parametrize(
    "slow",
    [
        "(a+)+$",
        "(?:a*b?)*c",
        "(?:[^x]{0,900}y)*",
        r"\s*\s*x",
        r"\s+(?:-)?\s+x",
        r"\w+\d+x",
        "[^<]*(?:a|[^>]+)b",
        "(a+|b)a*c",
        "(?:a+b?){0,50}c",
        ".*=?.{0,900}x",
        "(?=(a+)+)b",
    ],
)
def test_shapes_that_are_slow_are_seen(slow: str) -> None:
    assert regex_shapes.faults(re.compile(slow))


@pytest.mark.parametrize(
    "swift",
    [
        "a+b+c",
        r"\s*=\s*[^\s]+x",
        "[a-z]{1,63}(?:[.][a-z]{1,63}){1,20}",
        r"\s{0,20}-?\s{0,20}x",
        "(?<!a)b+(?!b)",
        "^a*$",
        r"(a)\1b+",
        "(?:a|b)c",
    ],
)
def test_shapes_that_are_not_are_let_pass(swift: str) -> None:
    assert regex_shapes.faults(re.compile(swift)) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("ab{3}(?:c|d)", "abbbc"),
        (r"\d+[^x]", "00"),
        ("x*$", "xx"),
        ("(?i:é)=", "é="),
        ("[^\\x00-\\uffff]", ""),
    ],
)
def test_a_sample_is_what_the_expression_matches(pattern: str, text: str) -> None:
    found = regex_shapes.texts(re.compile(pattern), 1)[0]
    assert found.startswith(text)


def test_no_expression_is_slow_on_texts_made_for_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.parse.regex_trial"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, f"slow: {done.stdout.rpartition(chr(10))[2]} {done.stderr[-500:]}"
    assert done.stdout.count("\n") == len(PATTERNS)


def test_a_slow_one_would_be_ended() -> None:
    child = (
        "import re; from tests.parse import regex_trial as it; it.SECONDS = 0; it.SIZE = 40;"
        "it.patterns = lambda: {'slow': re.compile('(a+)+$')}; it.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", child], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.returncode < 0, done.stdout) == (True, "slow ")
