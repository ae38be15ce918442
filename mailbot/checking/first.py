"""init: a configuration to fill in, then the store."""

import os
from collections.abc import Callable, Generator
from contextlib import nullcontext
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from mailbot.adapters.lock import sole_instance
from mailbot.adapters.store.database import create, open_store
from mailbot.settings import Settings


def init(config: Path, load: Callable[[Path], Settings]) -> Generator[str, None, None]:
    """Write a configuration to fill in when there is none; else check it and create the store. Sentences."""
    if not config.exists():
        config.parent.mkdir(parents=True, exist_ok=True)
        text = _template()
        descriptor = os.open(config, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        yield f"Written: {config}."
        yield "Fill in what is marked REQUIRED and the password files, then run `mailbot init` again."
        return
    settings = load(config)
    yield f"{config}: in order. Mode: {settings.delivery.mode.value}."
    with sole_instance(settings.store) if settings.store.parent.is_dir() else nullcontext():
        yield _store_made(settings)


def _store_made(settings: Settings) -> str:
    """Create the store where there is none; never while a mailbot works on it, even one that was deleted."""
    now = datetime.now(UTC)
    if settings.store.exists():
        open_store(settings.store, now).close()
        return f"The store {settings.store} is there and in order."
    create(settings.store, now).close()
    return f"The store {settings.store} was created. Next: `mailbot suppliers import FILE`, then `mailbot check`."


def _template() -> str:
    packaged = resources.files("mailbot") / "default_config" / "mailbot.toml"
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    return (Path(__file__).parent.parent.parent / "config" / "mailbot.toml").read_text(encoding="utf-8")
