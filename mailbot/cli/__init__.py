"""The commands: parse arguments, call, print. No logic.

Exit codes: 0 done, 1 something is wrong with the work, 2 something is wrong with the call or the
configuration. Whatever happens, a person gets sentences and never a traceback.
"""

import os
import sys

import typer

from mailbot.cli import (
    alerts,
    digest,
    explain,
    held,
    letters,
    operate,
    registrations,
    replay,
    setup,
    suppliers,
    template,
    watch,
)
from mailbot.cli.common import UnshownError
from mailbot.model.errors import CallError, ConfigError, MailbotError

app = typer.Typer(
    help="Passes forwarded smart-meter Critical Alerts on to the supplier that serves the meter point.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
for part in (setup, operate, explain, replay, digest, watch, template):
    part.register(app)
for name, part_app in (
    ("suppliers", suppliers.app),
    ("registrations", registrations.app),
    ("alert", alerts.app),
    ("held", held.app),
    ("letters", letters.app),
):
    app.add_typer(part_app, name=name, no_args_is_help=True)


def main() -> None:
    """The console script `mailbot`."""
    os.umask(0o077)  # whatever is written belongs to this account alone
    _give_streams()
    try:
        app()
        sys.stdout.flush()
    except (ConfigError, CallError) as error:
        sys.exit(_told(str(error), 2))
    except MailbotError as error:
        sys.exit(_told(str(error), 1))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except UnshownError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_told(str(error), 1))
    except Exception as error:  # the last boundary: no traceback reaches a user
        if os.environ.get("MAILBOT_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        told = f"a fault of mailbot's own ({what}). Nothing half-done was kept; MAILBOT_DEBUG=1 shows more."
        sys.exit(_told(told, 1))


def _give_streams() -> None:
    """A wrapper that closes the output must not make a command fail: what has no reader goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))


def _told(sentence: str, code: int) -> int:
    print(f"mailbot: {sentence}" if "\n" not in sentence else sentence, file=sys.stderr)
    return code
