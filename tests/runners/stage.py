"""The three runners over one store, mail put into the spool directly, letters sent to a scripted SMTP server."""

from datetime import datetime, timedelta
from pathlib import Path

from mailbot import rulebook
from mailbot.adapters.smtp import Submission
from mailbot.adapters.store import journal, mails
from mailbot.adapters.store.database import Store
from mailbot.compose.letters import Letterhead
from mailbot.desk import Desk
from mailbot.model.configuration import (
    DeliveryPolicy,
    Helpdesk,
    Mode,
    RoutingPolicy,
    SubmissionAccess,
    Unknown,
)
from mailbot.model.limits import Limits
from mailbot.model.mail import Address
from mailbot.model.sender import Level
from mailbot.model.spool import MailKey
from mailbot.reading import verdict
from mailbot.runners.deliver import Deliver
from mailbot.runners.dispose import Dispose, Judgement
from mailbot.runners.parts import Parts
from tests.people import NOW
from tests.stores import FixedClock, new_store

RULES = rulebook.load(Path(__file__).parent.parent.parent / "rules")
HEAD = Letterhead(
    Address("alerts@secas.example", "SECAS Critical Alerts"),
    Address("alerts@secas.example"),
    False,
    Helpdesk(),
)


class Stage:
    """dispose, deliver and the desk over a fresh store."""

    def __init__(
        self,
        folder: Path,
        access: SubmissionAccess | None = None,
        mode: Mode = Mode.LIVE,
        store: Store | None = None,
        **policy: object,
    ) -> None:
        self.store: Store = store or new_store(folder)
        self.clock = FixedClock(NOW)
        self.uid = 0
        self.policy = DeliveryPolicy(mode=mode, **policy)
        self.parts = Parts(self.store, HEAD, RULES, self.policy, self.clock)
        self.effects = self.parts.effects
        ours = frozenset({HEAD.sender.key})
        self.judgement = Judgement(RULES, RoutingPolicy(), Level.LIKELY, Unknown.HOLD, mode, ours=ours)
        self.dispose = Dispose(self.store, self.judgement, self.effects, self.clock)
        self.desk = Desk(self.store, self.judgement, self.effects, self.clock, "A Person")
        if access:
            self.submission = Submission(access)
            self.deliver = Deliver(
                self.store,
                self.submission,
                access,
                self.policy,
                self.parts.failover,
                self.parts.leaving,
                self.parts.writers,
                self.clock,
            )

    def own(self, *raws: bytes, shadow: bool = False) -> None:
        """Put mails into the spool, as pickup does."""
        for raw in raws:
            self.uid += 1
            key = MailKey("alerts@localhost", "INBOX", 1, self.uid, self.clock.now(), len(raw))
            with self.store.transaction("own"):
                believed = verdict(raw, "mx.secas.example", Limits())
                id_ = mails.own(self.store, key, raw, believed, self.clock.now(), whole=True, shadow=shadow)
                journal.append(self.store, self.clock.now(), "mail.owned", f"M-{id_}")

    def later(self, **by: float) -> datetime:
        """Move the clock."""
        self.clock.time += timedelta(**by)
        return self.clock.time

    def letters(self) -> list[dict[str, object]]:
        """Every letter's row, oldest first."""
        return self.store.rows("SELECT * FROM letter ORDER BY id")

    def states(self) -> list[str]:
        """Every letter's state, oldest first."""
        return [str(row["state"]) for row in self.letters()]
