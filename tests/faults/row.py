"""One fault of the matrix: what it is, what is seen of it, what becomes of the mail, and what makes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.faults import trouble
from tests.faults.fault import Fault, Then
from tests.faults.trouble import Trouble

UNAVAILABLE = b"%tag% NO [UNAVAILABLE] The backend is restarting\r\n"
BYE = b"* BYE Server shutting down\r\n"
SLOWER = "Mail is passed on later, in the order it came."
AGAIN = "Opens a fresh connection, at 5, 15, 60 and then every 300 seconds. What was owned before goes on its way."
DUE = (
    "Letters stay due, nobody failed; the host is tried again after 30 seconds, later after up to 15 minutes."
)
TWICE = (
    "Counts the letter as uncertain and sends it again with the same Message-ID; the contact may get it twice, and "
    "can see that it is the same."
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One fault.

    sees: a part of the sentence that stands in the log or in `status`; empty when nothing is to be told.
    ends: where the alerts are afterwards: all with the main contact, or some with the alternative, or some held.
    waits: mailbot has nothing to do but to wait while it lasts, and must do that without using the processor.
    strikes: a proxy is at work, and must have struck. again: mail may be received a second time. loses: mail is taken
    out of Processed. restarts: the daemon is started anew. begins: what mailbot's clock shows at the start. small_disk:
    the store has a disk of its own; log_too: the log lies there too.
    """

    id: str
    fault: str
    made: str
    sees: str
    does: str
    trouble: Trouble
    ends: str = "main"
    waits: bool = True
    strikes: bool = False
    tls: bool = False
    sign_in: bool = False
    small_disk: bool = False
    log_too: bool = False
    again: bool = False
    loses: bool = False
    restarts: bool = False
    begins: datetime | None = None

    @property
    def part(self) -> str:
        """Imap, smtp, store or clock."""
        return self.id.partition("-")[0]


def imap(id_: str, fault: str, sees: str, does: str, *made: Fault, fresh: bool = True, **more: Any) -> Row:
    """A fault of the mailbox, made by the proxy."""
    how = more.pop("how", "") or _how(made[0])
    by = more.pop("by", None) or trouble.imap(*made, fresh=fresh)
    return Row(
        id=f"imap-{id_}", fault=fault, made=how, sees=sees, does=does, trouble=by, **{"strikes": True, **more}
    )


def smtp(id_: str, fault: str, sees: str, does: str, *made: Fault, fresh: bool = True, **more: Any) -> Row:
    """A fault of the submission host, made by the proxy."""
    how = more.pop("how", "") or _how(made[0])
    by = more.pop("by", None) or trouble.smtp(*made, fresh=fresh)
    return Row(
        id=f"smtp-{id_}", fault=fault, made=how, sees=sees, does=does, trouble=by, **{"strikes": True, **more}
    )


_THEN = {
    Then.GO_ON: "",
    Then.CLOSE: "the connection is closed",
    Then.RESET: "the connection is reset",
    Then.HALF_CLOSE: "the proxy closes its direction and heeds nothing more",
    Then.SILENCE: "nothing passes any more, in either direction",
}


def _how(fault: Fault) -> str:
    """How the proxy makes it, in words."""
    if fault.without:
        return f"The proxy leaves {fault.without.decode()} out of CAPABILITY."
    when = f"At {fault.at}" if fault.at else "At any moment"
    when += f" for {fault.about.decode()}" if fault.about else ""
    if fault.after is not None:
        what = "the letter" if fault.at == "CONTENT" else "the answer"
        when += f", after {fault.after} bytes of {what}" if fault.after else ", in place of the answer"
    if fault.pause:
        pieces = f"{fault.piece} byte at a time" if fault.piece else "line by line"
        return f"{when} the answer comes {pieces}, {fault.pause} s apart."
    said = fault.answer.decode("ascii", "replace").replace("%tag% ", "").splitlines()
    says = f"the proxy says `{said[0]}`" if said and said[0].isprintable() else "the proxy sends garbage"
    done = " and ".join(part for part in (says if said else "", _THEN[fault.then]) if part)
    times = f", {fault.times} times" if fault.times else ""
    return f"{when} {done}{times}."
