"""The configuration: every key, every mistake, and no secret where it can be seen.

Each tests/config/*.bad.toml holds one mistake; its first line is the one message that it must get.
"""

import os
import re
import tomllib
from dataclasses import MISSING, Field, fields
from datetime import date, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from mailbot.model.configuration import Evidence, Mode, OnAway, Secret, Security, StartFrom, Unknown
from mailbot.model.errors import ConfigError
from mailbot.model.sender import Level
from mailbot.settings import Settings, load
from mailbot.settings_keys import KEYS, REQUIRED, SECTIONS

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "config" / "mailbot.toml"
BAD = sorted((HERE / "config").glob("*.bad.toml"))
PASSWORD = {"MAILBOT_MAILBOX__PASSWORD": "hunter2"}
LEAST = """
[mailbox]
host = "mail.secas.example"
username = "alerts@secas.example"
trusted_authserv_id = "mx.secas.example"
[submission]
host = "mail.secas.example"
from = "alerts@secas.example"
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A configuration with the least that is needed, in a folder of its own as it should be."""
    folder = tmp_path / "config"
    folder.mkdir()
    file = folder / "mailbot.toml"
    file.write_text(LEAST)
    return file


def add(file: Path, section: str, line: str) -> None:
    """Put a line into a section of a configuration."""
    text = file.read_text()
    heading = f"[{section}]\n"
    file.write_text(
        text.replace(heading, f"{heading}{line}\n") if heading in text else f"{text}{heading}{line}\n"
    )


def mistakes(file: Path, environ: dict[str, str]) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        load(file, environ)
    return [str(mistake) for mistake in refused.value.mistakes]


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.name.removesuffix(".bad.toml"))
def test_one_mistake_one_message(file: Path) -> None:
    expected = file.read_text().splitlines()[0].removeprefix("# ")
    assert mistakes(file, PASSWORD) == [f"{file}: {expected}"]


def test_the_least_that_is_needed(written: Path) -> None:
    settings = load(written, PASSWORD)
    assert settings.mailbox.account == "alerts@secas.example@mail.secas.example"
    assert settings.delivery.mode is Mode.SHADOW
    assert settings.submission.from_ == "alerts@secas.example"
    assert settings.store == written.parent.parent / "data" / "mailbot.db"
    assert settings.rules is None
    assert settings.config_file == written


def test_all_mistakes_are_told_at_once(written: Path) -> None:
    add(written, "mailbox", 'poll_seconds = "often"\nunknown = "drop"')
    add(written, "delivery", 'mode = "redirect"')
    told = mistakes(written, {"MAILBOT_SUBMISSION__PORT": "many"})
    assert told == [
        f"{written}: mailbox.poll_seconds: this must be a whole number",
        f'{written}: mailbox.unknown: this must be one of "hold", "leave"',
        "environment: MAILBOT_SUBMISSION__PORT: this must be a whole number",
        f'{written}: delivery.redirect_to: mode "redirect" needs the address that every letter goes to',
        f"{written}: mailbox.password_file: name the file that holds the password, or set "
        "MAILBOT_MAILBOX__PASSWORD",
    ]


def test_a_missing_file_says_what_to_run(tmp_path: Path) -> None:
    file = tmp_path / "mailbot.toml"
    assert mistakes(file, {}) == [
        f"{file}: there is no such file: write one with `mailbot init`, or name another with --config"
    ]


def test_a_file_that_is_no_text(written: Path) -> None:
    written.write_bytes(b"\xff\xfe\x00")
    assert mistakes(written, {}) == [f"{written}: this is not a text file in UTF-8"]


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    assert mistakes(tmp_path, {}) == [f"{tmp_path}: this file cannot be read: Is a directory"]


def test_a_key_in_place_of_a_section(written: Path) -> None:
    written.write_text(f"routing = 3\n{LEAST}")
    assert mistakes(written, PASSWORD) == [
        f"{written}: routing: this is a section: write [routing] on a line of its own, and its keys below"
    ]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.4.5.6", "::1", "LOCALHOST"])
def test_an_open_connection_is_allowed_on_this_machine(host: str, written: Path) -> None:
    environ = PASSWORD | {"MAILBOT_SUBMISSION__HOST": host, "MAILBOT_SUBMISSION__SECURITY": "none"}
    assert load(written, environ).submission.security is Security.NONE


@pytest.mark.parametrize(
    "host", ["localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "::2", "0.0.0.0"]
)
def test_an_open_connection_is_refused_elsewhere(host: str, written: Path) -> None:
    environ = PASSWORD | {"MAILBOT_SUBMISSION__HOST": host, "MAILBOT_SUBMISSION__SECURITY": "none"}
    [told] = mistakes(written, environ)
    assert told.startswith('environment: MAILBOT_SUBMISSION__SECURITY: "none" is for this machine alone')


def test_paths_start_above_the_folder_of_the_file(written: Path) -> None:
    (written.parent.parent / "myrules").mkdir()
    add(written, "rules", 'path = "myrules"')
    add(written, "store", 'path = "/var/lib/mailbot/mailbot.db"')
    settings = load(written, PASSWORD)
    assert settings.rules == written.parent.parent / "myrules"
    assert settings.store == Path("/var/lib/mailbot/mailbot.db")


# The environment


EXAMPLES: list[tuple[str, str, Any]] = [
    ("mailbox.port", "143", 143),
    ("mailbox.security", "starttls", Security.STARTTLS),
    ("mailbox.folder", "Shared/Alerts", "Shared/Alerts"),
    ("mailbox.idle", "false", False),
    ("mailbox.alarm_after", "2h", timedelta(hours=2)),
    ("mailbox.sender_check", "proved", Level.PROVED),
    ("mailbox.start_from", "2026-11-24", date(2026, 11, 24)),
    ("mailbox.start_from", "all", StartFrom.ALL),
    ("mailbox.unknown", "leave", Unknown.LEAVE),
    ("submission.from", "critical@secas.example", "critical@secas.example"),
    ("submission.plus_addressing", "true", True),
    ("submission.per_day", "0", 0),
    ("routing.evidence", "both", Evidence.BOTH),
    ("routing.stale_after", "36h", timedelta(hours=36)),
    ("delivery.mode", "live", Mode.LIVE),
    ("delivery.receipt_after", "0s", timedelta(0)),
    ("delivery.on_away", "wait", OnAway.WAIT),
    ("delivery.max_letters_per_hour", "0", 0),
    ("people.helpdesk_phone", "020 7946 0999", "020 7946 0999"),
    ("people.urgent_to", "duty@secas.example", "duty@secas.example"),
    ("people.office_hours", "8:30-18:00", (time(8, 30), time(18))),
    ("digest.at", "07:15", time(7, 15)),
    ("digest.on_days", "mon,wed,sat", frozenset({0, 2, 5})),
    ("digest.on_days", "Mon-Sun", frozenset(range(7))),
    ("digest.timezone", "Europe/Dublin", "Europe/Dublin"),
    ("watch.silent_after", "45m", timedelta(minutes=45)),
    ("watch.alarm_command", "/usr/local/bin/page 'the one on duty'", "/usr/local/bin/page 'the one on duty'"),
    ("watch.heartbeat_url", "https://ping.example/abc", "https://ping.example/abc"),
    ("watch.heartbeat_url", "http://127.0.0.1:8080/abc", "http://127.0.0.1:8080/abc"),
    ("watch.metrics_port", "9464", 9464),
]


@pytest.mark.parametrize(
    ("label", "text", "value"), EXAMPLES, ids=[f"{label}={text}" for label, text, _ in EXAMPLES]
)
def test_a_key_can_be_set_in_either_place(label: str, text: str, value: Any, written: Path) -> None:
    section, name = label.split(".")
    field = KEYS[label].field
    variable = f"MAILBOT_{section}__{name}".upper()
    assert getattr(getattr(load(written, PASSWORD | {variable: text}), section), field) == value
    if name != "from":
        bare = isinstance(value, bool | int) or re.fullmatch(r"[0-9]{4}-.*", text)
        add(written, section, f"{name} = {text}" if bare else f'{name} = "{text}"')
        assert getattr(getattr(load(written, PASSWORD), section), field) == value


def test_the_environment_wins(written: Path) -> None:
    add(written, "mailbox", "poll_seconds = 30")
    assert load(written, PASSWORD | {"MAILBOT_MAILBOX__POLL_SECONDS": "20"}).mailbox.poll_seconds == 20


def test_an_unknown_variable_is_a_mistake(written: Path) -> None:
    told = mistakes(written, PASSWORD | {"MAILBOT_MAILBX__HOST": "x", "MAILBOT_MAILBOX__HOSTS": "x"})
    assert told == [
        "environment: MAILBOT_MAILBX__HOST: there is no section [mailbx]; did you mean mailbox?",
        "environment: MAILBOT_MAILBOX__HOSTS: there is no such key; did you mean host?",
    ]


def test_other_variables_are_not_ours(written: Path) -> None:
    load(
        written,
        PASSWORD | {"MAILBOT_CONFIG": "x", "PATH": "/bin", "MAILBOT__X": "y", "mailbot_mailbox__port": "0"},
    )


# Secrets


def test_a_password_from_its_file(written: Path) -> None:
    secret = written.parent / "password"
    secret.write_text("correct horse\n")
    secret.chmod(0o600)
    add(written, "mailbox", 'password_file = "config/password"')
    add(written, "submission", f'username = "alerts"\npassword_file = "{secret}"')
    settings = load(written, {})
    assert settings.mailbox.password.reveal() == settings.submission.password.reveal() == "correct horse"


def test_the_variable_wins_over_the_password_file(written: Path) -> None:
    add(written, "mailbox", 'password_file = "config/never-read"')
    assert load(written, PASSWORD).mailbox.password.reveal() == "hunter2"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_password_file_that_others_may_read(mode: int, written: Path) -> None:
    secret = written.parent / "password"
    secret.write_text("correct horse")
    secret.chmod(mode)
    add(written, "mailbox", 'password_file = "config/password"')
    assert mistakes(written, {}) == [
        f"{written}: mailbox.password_file: other accounts on this machine may read {secret}: run `chmod 600 {secret}`"
    ]


def test_an_empty_password_file(written: Path) -> None:
    secret = written.parent / "password"
    secret.touch(0o600)
    os.chmod(secret, 0o600)
    add(written, "mailbox", 'password_file = "config/password"')
    assert mistakes(written, {}) == [
        f"{written}: mailbox.password_file: {secret} is empty: put the password into it"
    ]


def test_no_secret_shows(written: Path) -> None:
    settings = load(written, PASSWORD)
    for shown in (repr(settings), str(settings), f"{settings.mailbox.password}", f"{settings.mailbox}"):
        assert "hunter2" not in shown
    bad = HERE / "config" / "password_in_the_file.bad.toml"
    assert "hunter2" not in " ".join(mistakes(bad, {}))


# The shipped file


def test_the_shipped_file_asks_to_be_filled_in_and_for_nothing_else() -> None:
    told = mistakes(SHIPPED, {})
    assert [line.split(": ")[1] for line in told] == [*REQUIRED, "mailbox.password_file"]


def test_the_shipped_file_filled_in_is_the_least_that_is_needed(written: Path) -> None:
    least = load(written, PASSWORD)
    text = SHIPPED.read_text()
    for line in LEAST.splitlines():
        name = line.partition(" = ")[0]
        if name and not name.startswith("["):
            text = re.sub(rf'^{name} = ""$', line, text, count=1, flags=re.MULTILINE)
    written.write_text(text)
    assert load(written, PASSWORD) == least


def expected_keys() -> dict[str, Field[Any]]:
    """What the file must hold: a key for every field; `password_file` stands for a password."""
    return {
        f"{section}.{'password_file' if one.name == 'password' else one.name.rstrip('_')}": one
        for section, of in SECTIONS.items()
        for one in fields(of)
    }


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def as_written(value: Any) -> Any:
    """A default as it stands in the file."""
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        length, unit = next(it for it in ((86_400, "d"), (3_600, "h"), (60, "m")) if seconds % it[0] == 0)
        return f"{seconds // length}{unit}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return "-".join(as_written(each) for each in value)
    if isinstance(value, frozenset):
        return f"{DAYS[min(value)]}-{DAYS[max(value)]}"
    if value is MISSING or value is None or isinstance(value, Secret):
        return ""
    return value.value if isinstance(value, StrEnum) else value


def test_the_shipped_file_has_every_key_with_its_default_and_nothing_else() -> None:
    found = {
        f"{section}.{name}": value
        for section, keys in tomllib.loads(SHIPPED.read_text()).items()
        for name, value in keys.items()
    }
    assert found == {label: as_written(one.default) for label, one in expected_keys().items()}


def test_every_key_is_explained_with_its_default() -> None:
    comment: list[str] = []
    explained: dict[str, str] = {}
    section = ""
    for line in SHIPPED.read_text().splitlines():
        if line.startswith("#"):
            comment.append(line.removeprefix("# "))
        elif line.startswith("["):
            section, comment = line.strip("[]"), []
        elif " = " in line:
            explained[f"{section}.{line.partition(' = ')[0]}"], comment = " ".join(comment), []
    for label, one in expected_keys().items():
        default = as_written(one.default)
        shown = f'"{default}"' if isinstance(default, str) else str(default).lower()
        wanted = "REQUIRED" if label in REQUIRED else f"Default: {shown}"
        assert wanted in explained[label], label


def test_settings_are_frozen(written: Path) -> None:
    settings: Settings = load(written, PASSWORD)
    with pytest.raises(AttributeError):
        settings.store = Path("/elsewhere")  # type: ignore[misc]
