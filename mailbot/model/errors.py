"""What goes wrong with the world. Bad mail is never an exception: it is a value that leads to held.

The two failures follow RFC 3463: class 4 may heal by itself, class 5 does not. Each message is a whole
sentence for the person on the helpdesk: what is wrong and what to do.
"""


class MailbotError(Exception):
    """Base of everything mailbot raises on purpose. `str()` of it is one sentence for a person."""


class TemporaryFailure(MailbotError):
    """It may heal by itself; the caller tries again later (RFC 3463 class 4)."""


class PermanentFailure(MailbotError):
    """It will not heal by itself; a person must act (RFC 3463 class 5)."""


class StoreGone(PermanentFailure):
    """The store was taken away from under the running process, which must end."""


class CallError(MailbotError):
    """The command was called with something that does not exist or cannot be: exit code 2."""


class ConfigError(MailbotError):
    """One or more mistakes in a configuration or rules file: exit code 2."""

    def __init__(self, mistakes: "tuple[Mistake, ...]") -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(mistake) for mistake in mistakes))


class Mistake:
    """One mistake in a file: `file`, `key` (or rule, or line) and `why`, a sentence that says what to do."""

    __slots__ = ("file", "key", "why")

    def __init__(self, file: str, key: str, why: str) -> None:
        self.file, self.key, self.why = file, key, why

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.why}" if self.key else f"{self.file}: {self.why}"
