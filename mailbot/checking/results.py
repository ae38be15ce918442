"""One line of `check`."""

from collections.abc import Callable
from dataclasses import dataclass

from mailbot.model.errors import ConfigError, MailbotError


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was tried; `said` is a sentence, with what to do when it is not well."""

    what: str
    well: bool
    said: str


def tried(what: str, attempt: Callable[[], str]) -> Result:
    """Try it; well with its sentence, or not well with what went wrong."""
    try:
        return Result(what, True, attempt())
    except (MailbotError, ConfigError) as error:
        return Result(what, False, str(error))
