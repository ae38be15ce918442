"""The golden mails: what each must be read as, and what must be decided, written down by hand.

Beside every tests/mail/<kind>/<client>_<case>.eml lies a .toml of the same name. Its keys are those of
`mailbot explain --json`; only the keys it gives are compared, and:

- `why` says what the mail is there to show;
- `alerts` is the whole list, in order: there are exactly as many;
- `reasons`, and `problems` of an alert, are codes that must be among those told;
- `<key>_is_null = true` stands for null, which TOML has not;
- `receipt = true|false` says whether the sender is to get one;
- `[context]` changes what the mail is decided with: `registrations = true` (data/registrations.csv is
  loaded), `trusted_authserv_id`, `sender_check`, `evidence`, `unknown`; `letter_to` and `letter_kind` (relayed_alert
  when left out): the letter of ours that the mail shows or names, and to whom it went.

A .toml is never made from what the code says of the mail. Every mail is decided as of noon on 24 November 2026.
"""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailbot import reading, rulebook
from mailbot.adapters.store import suppliers
from mailbot.adapters.store.database import Store, create
from mailbot.explaining import as_json
from mailbot.imports.registrations import import_registrations
from mailbot.imports.suppliers import import_suppliers
from mailbot.model.classified import Traces
from mailbot.model.configuration import Evidence, RoutingPolicy, Unknown
from mailbot.model.decision import Trace, TracedLetter
from mailbot.model.letter import LetterKind
from mailbot.model.limits import Limits
from mailbot.model.mail import Address
from mailbot.model.sender import Level
from mailbot.policy.decide import Context
from mailbot.policy.directory import is_contact
from mailbot.runners.records import StoreRecords

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ROOT = Path(__file__).parent.parent
MAIL = ROOT / "tests" / "mail"
NAMES = sorted(str(file.relative_to(MAIL)) for file in MAIL.glob("*/*.eml"))
KINDS = {"alert", "answer", "bounce", "delay", "automatic", "disposition-notification", "unknown"}
AUTHSERV = "mx.secas.example"
NOT_COMPARED = {"why", "context", "receipt"}
CODED = {"reasons", "problems"}
NULL = "_is_null"

Wanted = dict[str, Any]
RULES = rulebook.load_default()

# Decided by the command itself, whose clock is today's: none of these depends on a day.
BY_COMMAND = (
    "alert/outlook_no_time.eml",
    "alert/outlook_mpan_check_digit.eml",
    "alert/outlook_device_only_nobody_named.eml",
    "alert/gmail_forged_results.eml",
    "answer/outlook_question.eml",
    "automatic/outlook_automatic_reply.eml",
    "disposition-notification/outlook_read.eml",
    "unknown/nonsense.eml",
)

CONFIGURATION = f"""
[mailbox]
host = "127.0.0.1"
security = "none"
username = "alerts@secas.example"
trusted_authserv_id = "{AUTHSERV}"

[submission]
host = "127.0.0.1"
security = "none"
from = "alerts@secas.example"

[store]
path = "mailbot.db"
"""


@dataclass(frozen=True, slots=True)
class Stores:
    """The supplier list without registration data, and with it."""

    bare: Store
    registered: Store


def _store(path: Path, registrations: bool) -> Store:
    store = create(path, NOW)
    taken = import_suppliers(store, ROOT / "data" / "suppliers.csv", NOW, RULES.free_mail_domains)
    assert not taken.refused
    if registrations:
        loaded = import_registrations(store, ROOT / "data" / "registrations.csv", NOW)
        assert not loaded.refused
    return store


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stores, None, None]:
    folder = tmp_path_factory.mktemp("golden")
    both = Stores(_store(folder / "bare.db", False), _store(folder / "registered.db", True))
    yield both
    both.bare.close()
    both.registered.close()


class _Sent(StoreRecords):
    """The store, and one letter of ours beside it, where the .toml says that the mail is about one."""

    def __init__(self, store: Store, given: Wanted) -> None:
        super().__init__(store, NOW)
        self._to = given.get("letter_to", "")
        self._kind = LetterKind(given.get("letter_kind", "relayed_alert"))
        self._organisations = suppliers.directory(store).organisations

    def letter(self, found: Traces, failed: tuple[str, ...] = ()) -> TracedLetter | None:
        """The letter that the .toml tells of, when the mail has a trace of it."""
        ways = (
            (found.message_ids, Trace.MESSAGE_ID),
            (found.plus, Trace.PLUS_ADDRESS),
            (found.references, Trace.REFERENCE),
            (self._to in failed, Trace.RECIPIENT),
        )
        trace = next((trace for given, trace in ways if given), None)
        if trace is None or not self._to:
            return None
        owner = next((e.id for e in self._organisations if is_contact(Address(self._to), e)), None)
        named = next(iter((*found.plus, *found.references)), "CA-26-000001")
        alerts = ((1, named),) if self._kind.passes_on else ()
        return TracedLetter(1, self._kind, trace, self._to, owner, alerts)


def _wanted(name: str) -> Wanted:
    return tomllib.loads((MAIL / name).with_suffix(".toml").read_text(encoding="utf-8"))


def _context(raw: bytes, given: Wanted, stores: Stores) -> Context:
    store = stores.registered if given.get("registrations") else stores.bare
    return Context(
        verdict=reading.verdict(raw, given.get("trusted_authserv_id", AUTHSERV), Limits()),
        directory=suppliers.directory(store),
        records=_Sent(store, given),
        rulebook=RULES,
        policy=RoutingPolicy(evidence=Evidence(given.get("evidence", "either"))),
        sender_check=Level(given.get("sender_check", "likely")),
        unknown=Unknown(given.get("unknown", "hold")),
        now=NOW,
    )


def _told(name: str, wanted: Wanted, stores: Stores) -> dict[str, Any]:
    raw = (MAIL / name).read_bytes()
    context = _context(raw, wanted.get("context", {}), stores)
    explained = reading.explain(raw, RULES, Limits(), context)
    # Through JSON, so that what is compared is what a script gets.
    told: dict[str, Any] = json.loads(json.dumps(as_json(name, explained, RULES)))
    return told


def differences(wanted: Wanted, told: dict[str, Any]) -> list[str]:
    """Every way in which `told` is not what the .toml wants, one line each."""
    given = {key: value for key, value in wanted.items() if key not in NOT_COMPARED}
    found = _object("", given, told)
    if "receipt" in wanted:
        owed = any("send a receipt" in effect for effect in told["effects"])
        found += [] if owed is wanted["receipt"] else [f"receipt: {owed}, not {wanted['receipt']}"]
    return found


def _object(path: str, wanted: Wanted, told: Any) -> list[str]:
    if not isinstance(told, dict):
        return [f"{path or 'the answer'}: {told!r}, not an object"]
    found: list[str] = []
    for key, value in wanted.items():
        where = f"{path}.{key}" if path else key
        name = key.removesuffix(NULL)
        if name not in told:
            found.append(f"{where}: `explain` has no such key")
        elif key.endswith(NULL):
            found += [] if told[name] is None else [f"{where}: {told[name]!r}, not null"]
        else:
            found += _value(where, key, value, told[key])
    return found


def _value(where: str, key: str, wanted: Any, told: Any) -> list[str]:
    if key in CODED and wanted:
        codes = [str(each).partition(":")[0] for each in told]
        return [f"{where}: {each!r} is not among {codes}" for each in wanted if each not in codes]
    if isinstance(wanted, dict):
        return _object(where, wanted, told)
    if isinstance(wanted, list) and all(isinstance(each, dict) for each in wanted):
        return _list(where, wanted, told)
    return [] if wanted == told else [f"{where}: {told!r}, not {wanted!r}"]


def _list(where: str, wanted: list[Wanted], told: Any) -> list[str]:
    if not isinstance(told, list) or len(told) != len(wanted):
        return [f"{where}: {len(told or [])} of them, not {len(wanted)}: {told}"]
    pairs = enumerate(zip(wanted, told, strict=True), start=1)
    return [line for number, (one, other) in pairs for line in _object(f"{where} {number}", one, other)]


@pytest.mark.parametrize("name", NAMES)
def test_golden_mail(name: str, stores: Stores) -> None:
    wanted = _wanted(name)
    told = _told(name, wanted, stores)
    found = differences(wanted, told)
    if found:
        pytest.fail(
            "\n".join((f"{name}: {wanted['why']}", *found, json.dumps(told, indent=1))), pytrace=False
        )


def test_explain_the_command_says_the_same(tmp_path: Path) -> None:
    config = tmp_path / "config" / "mailbot.toml"
    config.parent.mkdir()
    config.write_text(CONFIGURATION, encoding="utf-8")
    _store(tmp_path / "mailbot.db", False).close()
    files = [str(MAIL / name) for name in BY_COMMAND]
    command = [sys.executable, "-m", "mailbot", "explain", "--config", str(config), "--json", *files]
    environment = {**os.environ, "MAILBOT_MAILBOX__PASSWORD": "not used: nothing is fetched"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["file"] for line in lines] == files
    found = {name: differences(_wanted(name), line) for name, line in zip(BY_COMMAND, lines, strict=True)}
    assert {name: each for name, each in found.items() if each} == {}


def test_every_mail_is_in_the_index_and_says_what_it_shows() -> None:
    lines = (MAIL / "INDEX.txt").read_text(encoding="utf-8").splitlines()
    index = dict(line.split(maxsplit=1) for line in lines)
    assert sorted(index) == NAMES
    assert {name.partition("/")[0] for name in NAMES} == KINDS
    tables = {str(file.relative_to(MAIL).with_suffix(".eml")) for file in MAIL.glob("*/*.toml")}
    assert tables == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_table_decides_something(name: str) -> None:
    wanted = _wanted(name)
    assert wanted["why"].endswith(".")
    assert wanted["kind"] == name.partition("/")[0]
    assert {"disposition", "reasons"} & wanted.keys()
    assert wanted["kind"] != "alert" or wanted["alerts"]


@pytest.mark.parametrize("name", NAMES)
def test_mail_lines_end_in_crlf(name: str) -> None:
    raw = (MAIL / name).read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") > 0


SAID = {
    "kind": "alert",
    "original": None,
    "alerts": [{"mpxn": "1", "code": "8F3F", "raised_at": None, "problems": ["two-values: both"]}],
    "reasons": ["named: The sender named it."],
    "effects": ["send a receipt to a@b.example"],
}


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"kind": "unknown"}, "kind: 'alert', not 'unknown'"),
        ({"original": {"form": "gmail"}}, "original: None, not an object"),
        ({"kind_is_null": True}, "kind_is_null: 'alert', not null"),
        ({"reasons": ["registered"]}, "reasons: 'registered' is not among ['named']"),
        ({"receipt": False}, "receipt: True, not False"),
        ({"alerts": [{"code": "8F74"}]}, "alerts 1.code: '8F3F', not '8F74'"),
        (
            {"alerts": [{"problems": ["mpan-check-digit"]}]},
            "alerts 1.problems: 'mpan-check-digit' is not among",
        ),
        ({"alerts": [{"problems": []}]}, "alerts 1.problems: 1 of them, not 0"),
        ({"alerts": []}, "alerts: 1 of them, not 0"),
        ({"alerts": [{}, {}]}, "alerts: 1 of them, not 2"),
        ({"colour": "red"}, "colour: `explain` has no such key"),
    ],
)
def test_a_difference_is_told(change: Wanted, line: str) -> None:
    assert differences({"why": "Any."}, SAID) == []
    found = differences(change, SAID)
    assert len(found) == 1
    assert found[0].startswith(line)


def test_what_agrees_is_no_difference() -> None:
    alert = {"code": "8F3F", "raised_at_is_null": True, "problems": ["two-values"]}
    wanted = {"original_is_null": True, "alerts": [alert], "reasons": ["named"], "receipt": True}
    assert differences(wanted, SAID) == []
