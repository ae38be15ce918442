"""The configuration: config/mailbot.toml and environment variables as one frozen value.

Takes the path of a TOML file and an environment; MAILBOT_SECTION__KEY wins over the file. Gives Settings, or
a ConfigError with every mistake at once, each naming file, key and what to put there. Relative paths start
at the directory above the configuration file's. Passwords come from files that nobody else may read, or from
the environment; they are never in the TOML file and never in an error. Creates nothing, connects to nothing.
"""

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailbot.model.configuration import (
    DeliveryPolicy,
    DigestPolicy,
    Helpdesk,
    MailboxAccess,
    RoutingPolicy,
    Secret,
    SubmissionAccess,
    WatchPolicy,
)
from mailbot.model.errors import ConfigError, Mistake
from mailbot.model.limits import Limits
from mailbot.settings_checks import check
from mailbot.settings_draft import Draft
from mailbot.settings_keys import KEYS, SECTIONS, variable
from mailbot.settings_values import read

_ENVIRONMENT = "environment"
_VARIABLE = re.compile(r"MAILBOT_([A-Z]+)__([A-Z_]+)")
_LINE = re.compile(r" \(at line ([0-9]+), column ([0-9]+)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything configured. `rules` None means the rules that come with mailbot. Paths are absolute."""

    mailbox: MailboxAccess
    submission: SubmissionAccess
    routing: RoutingPolicy
    delivery: DeliveryPolicy
    people: Helpdesk
    digest: DigestPolicy
    watch: WatchPolicy
    limits: Limits
    store: Path
    rules: Path | None
    config_file: Path


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """The configuration in `path`, with `environ` over it. ConfigError lists everything that is wrong."""
    draft = Draft(str(path))
    base = path.resolve().parent.parent
    for section, content in _toml(path).items():
        _take_section(draft, section, content)
    for name, text in environ.items():
        _take_variable(draft, name, text)
    _resolve_paths(draft, base)
    for section in ("mailbox", "submission", "watch"):
        _take_password(draft, section, environ.get(variable(section, "password"), ""))
    check(draft)
    if draft.mistakes:
        raise ConfigError(tuple(draft.mistakes))
    return _built(draft, path.resolve())


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        why = "there is no such file: write one with `mailbot init`, or name another with --config"
        raise ConfigError((Mistake(str(path), "", why),)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError((_syntax(path, str(error)),)) from None
    except UnicodeDecodeError:
        raise ConfigError((Mistake(str(path), "", "this is not a text file in UTF-8"),)) from None
    except OSError as error:
        why = f"this file cannot be read: {error.strerror}"
        raise ConfigError((Mistake(str(path), "", why),)) from None


def _syntax(path: Path, message: str) -> Mistake:
    found = _LINE.search(message)
    where = f"line {found[1]}, column {found[2]}" if found else ""
    return Mistake(str(path), where, f"this is not TOML ({_LINE.sub('', message)}); text stands in quotes")


def _take_section(draft: Draft, section: str, content: object) -> None:
    if section not in SECTIONS:
        draft.wrong(section, f"there is no section [{section}]{_nearest(section, SECTIONS)}")
    elif not isinstance(content, dict):
        draft.wrong(section, f"this is a section: write [{section}] on a line of its own, and its keys below")
    else:
        for name, value in content.items():
            _take(draft, section, name, value, (draft.file, f"{section}.{name}"))


def _take_variable(draft: Draft, name: str, text: str) -> None:
    """An environment variable that sets a key. Others, such as MAILBOT_CONFIG, are not ours to judge."""
    found = _VARIABLE.fullmatch(name)
    if found is None:
        return
    section, key = found[1].lower(), found[2].lower()
    if section not in SECTIONS:
        draft.mistakes.append(
            Mistake(_ENVIRONMENT, name, f"there is no section [{section}]{_nearest(section, SECTIONS)}")
        )
    elif not (key == "password" and f"{section}.password_file" in KEYS):
        _take(draft, section, key, text, (_ENVIRONMENT, name))


def _take(draft: Draft, section: str, name: str, value: object, place: tuple[str, str]) -> None:
    """One key with its value, into the draft or onto its list of mistakes."""
    label = f"{section}.{name}"
    draft.places[label] = place
    draft.values.pop(label, None)
    if label not in KEYS:
        draft.wrong(label, _unknown(section, name))
        return
    try:
        draft.values[label] = read(KEYS[label].type, value)
    except ValueError as error:
        draft.wrong(label, str(error))


def _unknown(section: str, name: str) -> str:
    if name == "password" and f"{section}.password_file" in KEYS:
        return (
            "a password does not belong in this file: put it into a file of its own, readable by mailbot "
            f"alone, and name that as password_file, or set {variable(section, name)}"
        )
    elsewhere = [key.section for key in KEYS.values() if key.name == name]
    if elsewhere:
        return f"there is no such key in [{section}]; it belongs to [{elsewhere[0]}]"
    known = [key.name for key in KEYS.values() if key.section == section]
    return f"there is no such key{_nearest(name, known)}"


def _nearest(name: str, known: Mapping[str, object] | list[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(known)}"


def _resolve_paths(draft: Draft, base: Path) -> None:
    """Paths as absolute ones; an empty one is None."""
    for label, key in KEYS.items():
        given = draft.get(label)
        if isinstance(given, str) and (key.is_path or key.section in ("store", "rules")):
            draft.values[label] = base / Path(given).expanduser() if given else None


def _take_password(draft: Draft, section: str, from_environment: str) -> None:
    """The password: the environment's, else what stands in its file."""
    label = f"{section}.password_file"
    file = draft.get(label)
    if from_environment:
        draft.values[f"{section}.password"] = Secret(from_environment)
    elif isinstance(file, Path):
        try:
            draft.values[f"{section}.password"] = _secret(file)
        except ValueError as error:
            draft.wrong(label, str(error))
            draft.values.pop(label)


def _secret(file: Path) -> Secret:
    try:
        readable_by_others = file.stat().st_mode & 0o077
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise ValueError(f"{file} cannot be read: {why}") from None
    if readable_by_others:
        raise ValueError(f"other accounts on this machine may read {file}: run `chmod 600 {file}`")
    if not text:
        raise ValueError(f"{file} is empty: put the password into it")
    return Secret(text)


def _built(draft: Draft, config_file: Path) -> Settings:
    """The sections made of what was given; the dataclasses know the defaults."""

    def section(name: str, of: type) -> Any:
        mine = {
            label.partition(".")[2]: value
            for label, value in draft.values.items()
            if label.startswith(f"{name}.")
        }
        mine.pop("password_file", None)
        return of(
            **{KEYS[f"{name}.{key}"].field if f"{name}.{key}" in KEYS else key: mine[key] for key in mine}
        )

    return Settings(
        mailbox=section("mailbox", MailboxAccess),
        submission=section("submission", SubmissionAccess),
        routing=section("routing", RoutingPolicy),
        delivery=section("delivery", DeliveryPolicy),
        people=section("people", Helpdesk),
        digest=section("digest", DigestPolicy),
        watch=section("watch", WatchPolicy),
        limits=section("limits", Limits),
        store=draft.values["store.path"],
        rules=draft.values["rules.path"],
        config_file=config_file,
    )
