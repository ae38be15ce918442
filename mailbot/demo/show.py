"""One run of the demo, and the table of what became of each sample mail and why."""

import json
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from mailbot import daemon
from mailbot.adapters.store import ledgers
from mailbot.adapters.store.database import Store, create, open_store
from mailbot.demo import servers
from mailbot.imports.registrations import import_registrations
from mailbot.imports.suppliers import import_suppliers
from mailbot.model.decision import Reason
from mailbot.model.errors import CallError
from mailbot.settings import Settings, load

_CONFIGURATION = """
[mailbox]
host = "{host}"
port = {imap}
security = "none"
username = "{user}"
trusted_authserv_id = "mx.secas.example"
start_from = "all"

[submission]
host = "{host}"
port = {smtp}
security = "none"
from = "{user}"
per_minute = 0
per_day = 0

[delivery]
mode = "live"

[people]
helpdesk_phone = "020 7946 0999"

[store]
path = "mailbot.db"
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The table, the sentences below it, and whether everything ended as it should."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sentences: tuple[str, ...]
    well: bool


def run(keep: Path | None = None) -> Outcome:
    """Start the servers, lay the sample mail in, run pickup, dispose and deliver once, and read the store.

    keep: a folder for the written letters, which must not exist or be empty; a temporary one when None.
    CallError when it is not empty.
    """
    base = Path(tempfile.mkdtemp(prefix="mailbot-demo-"))
    letters = keep or base / "letters"
    letters.mkdir(parents=True, exist_ok=True)
    if any(letters.iterdir()):
        raise CallError(f"{letters} is not empty; give a new folder for the letters.")
    samples = _samples()
    with servers.imap() as imap, servers.smtp(letters) as smtp:
        settings = _settings(base, imap, smtp)
        _prepare(settings)
        servers.append(imap, [raw for _, raw in samples])
        daemon.once(settings)
    store = open_store(settings.store, datetime.now(UTC))
    try:
        return _outcome(store, samples, letters)
    finally:
        store.close()


def _samples() -> list[tuple[str, bytes]]:
    folder = _data() / "demo"
    files = sorted(
        (each for each in folder.iterdir() if each.name.endswith(".eml")), key=lambda each: each.name
    )
    return [(file.name, file.read_bytes()) for file in files]


def _data() -> Path:
    """The shipped sample data: inside an installed package, or beside it in the source tree."""
    packaged = Path(str(resources.files("mailbot"))) / "default_samples"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent.parent / "data"


def _settings(base: Path, imap: int, smtp: int) -> Settings:
    config = base / "config" / "mailbot.toml"
    config.parent.mkdir()
    text = _CONFIGURATION.format(host=servers.HOST, user=servers.USER, imap=imap, smtp=smtp)
    config.write_text(text, encoding="utf-8")
    return load(config, {"MAILBOT_MAILBOX__PASSWORD": servers.PASSWORD})


def _prepare(settings: Settings) -> None:
    now = datetime.now(UTC)
    store = create(settings.store, now)
    free_mail = daemon.rules_of(settings).free_mail_domains
    import_suppliers(store, _data() / "suppliers.csv", now, free_mail)
    import_registrations(store, _data() / "registrations.csv", now)
    store.close()


def _outcome(store: Store, samples: list[tuple[str, bytes]], letters: Path) -> Outcome:
    mails = store.rows("SELECT id, kind, disposition, reasons FROM message ORDER BY id")
    rows = tuple(
        (
            name,
            str(mail["kind"]),
            str(mail["disposition"] or "NONE"),
            _why(mail["reasons"]),
            _sent(store, mail["id"]),
        )
        for (name, _), mail in zip(samples, mails, strict=False)
    )
    sums = {"mails": ledgers.mails(store), "alerts": ledgers.alerts(store), "letters": ledgers.letters(store)}
    balanced = all(ledger.balanced for ledger in sums.values())
    complete = len(mails) == len(samples) and all(mail["disposition"] for mail in mails)
    sentences = (
        *(f"{name.capitalize()}: {_words(ledger)}." for name, ledger in sums.items()),
        f"The letters lie in {letters}",
        f"The store is {store.path}; `mailbot explain` on a file of data/demo shows a decision in full.",
    )
    return Outcome(("mail", "kind", "fate", "why", "sent to"), rows, sentences, balanced and complete)


def _words(ledger: ledgers.Ledger) -> str:
    counts = ", ".join(
        f"{count} {state.replace('_', ' ')}" for state, count in ledger.counts.items() if count
    )
    return f"{ledger.total} = {counts}; {'balanced' if ledger.balanced else 'NOT BALANCED'}"


# What says little in a table that shows the fate already.
_PLAIN = frozenset({Reason.SENDER_BELIEVED, Reason.CODE_RELAYED})


def _why(stored: str) -> str:
    """The reason that decided: the first that is more than 'the sender is believed' and 'the code is relayed'."""
    told = [text for code, text in json.loads(stored) if code not in _PLAIN]
    return str(told[0]) if told else ""


def _sent(store: Store, mail_id: int) -> str:
    rows = store.rows("SELECT recipient, kind FROM letter WHERE mail_id = ? ORDER BY id", (mail_id,))
    return ", ".join(f"{row['recipient']} ({row['kind'].replace('_', ' ')})" for row in rows)
