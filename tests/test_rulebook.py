"""Rules files: what ships loads and says what it should; each mistake gets its own sentence, all at once.

Each tests/rules/<file>.<case>.bad.yaml has one mistake; its first line is the exact message.
"""

import shutil
from pathlib import Path

import pytest

from mailbot import rulebook
from mailbot.model.errors import ConfigError
from mailbot.model.rulebook import Handling, Kind

RULES = Path(__file__).parent.parent / "rules"
BAD = sorted((Path(__file__).parent / "rules").glob("*.bad.yaml"))
FILES = ("alerts.yaml", "classify.yaml", "extract.yaml", "reply.yaml")
RELAYED = (
    "8F0A 8F0C 8F0F 8F1B 8F1C 8F1E 8F30 8F34 8F37 8F38 8F39 8F3A 8F3B 8F3C 8F3D 8F3E 8F3F 8F66 8F67 8F69 8F70 "
    "8F72 8F74 8F75 8F76 8F78 8F83 8F85 8F86 8F87 8F88 8F8B"
)
NOT_RELAYED = "8F35 8F36 8F12 8F20 8F26 8F28 8F2A 8F2C 8F2D 8F43 8F47 8F4C 8F57 8145 8010 8071"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped rules, to be spoiled."""
    for file in FILES:
        shutil.copy(RULES / file, tmp_path / file)
    return tmp_path


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        rulebook.load(folder)
    return [str(each) for each in caught.value.mistakes]


def test_the_default_rules_are_those_of_the_folder() -> None:
    assert rulebook.load_default() == rulebook.load(RULES)


def test_the_catalogue_relays_what_is_known_to_be_critical_and_for_the_supplier() -> None:
    codes = rulebook.load_default().codes
    assert len(codes) == 189
    relayed = {code for code, row in codes.items() if row.relay is Handling.RELAY}
    assert relayed == set(RELAYED.split())


@pytest.mark.parametrize("code", NOT_RELAYED.split())
def test_what_is_not_for_the_supplier_is_not_relayed(code: str) -> None:
    row = rulebook.load_default().codes[code]
    assert row.relay is Handling.DO_NOT_RELAY
    assert row.why.endswith(".")


@pytest.mark.parametrize(
    "code", ["8F1D", "8F1F", "8F73", "8F82", "8F32", "8F33", "8F77", "8002", "81C3", "8F21"]
)
def test_what_is_not_verified_waits_for_a_person(code: str) -> None:
    assert rulebook.load_default().codes[code].relay is Handling.HOLD


def test_every_row_says_what_it_is_and_why() -> None:
    for code, row in rulebook.load_default().codes.items():
        assert row.code == code
        assert row.name
        assert row.device
        assert row.why
        assert row.source


def test_no_reason_goes_missing_and_names_are_unique() -> None:
    rules = rulebook.load_default()
    for group in (rules.classify, rules.labels, rules.phrases):
        names = [each.name for each in group]
        assert len(set(names)) == len(names)
        assert all(each.why and each.must_hit and each.must_miss for each in group)


def test_the_order_of_classification() -> None:
    assert [(rule.name, rule.kind) for rule in rulebook.load_default().classify] == [
        ("own-letter", Kind.AUTOMATIC),
        ("bounce", Kind.BOUNCE),
        ("delay", Kind.DELAY),
        ("disposition-notification", Kind.DISPOSITION_NOTIFICATION),
        ("feedback-report", Kind.AUTOMATIC),
        ("answer", Kind.ANSWER),
        ("auto-reply", Kind.AUTOMATIC),
        ("alert", Kind.ALERT),
        ("other-machine-mail", Kind.AUTOMATIC),
        ("words-for-a-person", Kind.UNKNOWN),
    ]


def test_free_mail_domains_are_known() -> None:
    free = rulebook.load_default().free_mail_domains
    assert {"gmail.com", "outlook.com", "hotmail.co.uk", "btinternet.com", "icloud.com"} <= free
    assert len(free) >= 40
    assert "larkfield.example" not in free


def test_the_losing_supplier_has_no_supplier_label() -> None:
    by_label = {label: rule.field for rule in rulebook.load_default().labels for label in rule.labels}
    for label in ("old supplier", "previous supplier", "losing supplier", "current supplier (losing)"):
        assert by_label[label] == "ignored"
    assert by_label["new supplier"] == by_label["gaining supplier"] == "supplier"


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.name.removesuffix(".bad.yaml"))
def test_one_mistake_one_sentence(bad: Path, folder: Path) -> None:
    text = bad.read_text(encoding="utf-8")
    expected = text.partition("\n")[0].removeprefix("# ")
    (folder / f"{bad.name.partition('.')[0]}.yaml").write_text(text, encoding="utf-8")
    assert mistakes(folder) == [expected]


def test_every_kind_of_file_has_bad_examples() -> None:
    assert {path.name.partition(".")[0] for path in BAD} == {file.partition(".")[0] for file in FILES}


def test_all_mistakes_of_all_files_are_told_at_once(folder: Path) -> None:
    for file in FILES:
        name = file.partition(".")[0]
        spoiled = next(path for path in BAD if path.name.startswith(f"{name}.unknown_"))
        (folder / file).write_text(spoiled.read_text(encoding="utf-8"), encoding="utf-8")
    found = mistakes(folder)
    assert [message.partition(":")[0] for message in found] == list(FILES)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "reply.yaml").unlink()
    assert mistakes(folder) == [f"reply.yaml: the file is missing or cannot be read in {folder}"]


def test_a_file_that_is_no_text_is_named(folder: Path) -> None:
    (folder / "reply.yaml").write_bytes(b"rules: \xff\xfe")
    assert mistakes(folder) == ["reply.yaml: the file is not UTF-8 text"]


def test_a_file_without_end_is_refused(folder: Path) -> None:
    (folder / "alerts.yaml").write_text("# " + "x" * 1_000_000, encoding="utf-8")
    assert mistakes(folder) == ["alerts.yaml: the file is larger than 1000000 bytes"]


def test_endless_nesting_is_refused(folder: Path) -> None:
    (folder / "alerts.yaml").write_text("[" * 200_000, encoding="utf-8")
    assert len(mistakes(folder)) == 1


def test_yes_and_no_without_quotes_mean_what_they_say(folder: Path) -> None:
    text = (
        "alerts:\n"
        '- {code: "8F3F", name: Tamper, device: ESME, relay: yes, why: Critical.}\n'
        '- {code: "8F35", name: Outage, device: ESME, relay: no, why: Not for the supplier.}\n'
    )
    (folder / "alerts.yaml").write_text(text, encoding="utf-8")
    codes = rulebook.load(folder).codes
    assert [codes["8F3F"].relay, codes["8F35"].relay] == [Handling.RELAY, Handling.DO_NOT_RELAY]
