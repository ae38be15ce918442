"""A mail as it was read (RFC 5322, RFC 2045 to 2049): decoded headers, bodies and parts."""

from dataclasses import dataclass, field
from datetime import datetime

TABLE = "table"  # the form of a layer that an attached file of rows or facts makes


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox (RFC 5322, section 3.4): `address` is `local@domain` as written, `name` the display name."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        """The part behind the last @, lower case; empty when there is none."""
        return self.address.rpartition("@")[2].casefold() if "@" in self.address else ""

    @property
    def key(self) -> str:
        """What two spellings of one address share: lower case, no surrounding blanks."""
        return self.address.strip().casefold()


@dataclass(frozen=True, slots=True)
class Part:
    """An attachment: everything in a mail that is neither its body nor a mail inside it.

    `inline` is true for what the body shows itself (a logo with a Content-ID), which holds no alert.
    """

    content_type: str
    filename: str = ""
    inline: bool = False
    payload: bytes = field(default=b"", repr=False)
    why: str = ""  # in words, why it could not be read though it was opened


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. Text is decoded, headers are unfolded and RFC 2047 words decoded, lines end in LF.

    `html_text` is the HTML body as text: one table row a line, its cells separated by a TAB.
    `enclosed` are the mails inside it (message/rfc822, or an attached .eml whatever its content type); `form` is how
    this one was enclosed: rfc822, msg, tnef. `tables` are attached files that were opened and hold rows or facts.
    `defects` says in words what was damaged; `over` names the caps that were passed, empty when none.
    """

    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/plain"
    report_type: str = ""  # of multipart/report (RFC 6522), lower case
    message_id: str = ""  # with its angle brackets
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    from_: tuple[Address, ...] = ()
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None  # with its own offset
    plain: str = ""
    html_text: str = ""
    parts: tuple[Part, ...] = ()
    enclosed: "tuple[Mail, ...]" = ()
    form: str = "rfc822"
    tables: "tuple[Layer, ...]" = ()
    defects: tuple[str, ...] = ()
    over: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The body a person reads: text/plain, else the HTML as text."""
        return self.plain if self.plain.strip() else self.html_text

    def header(self, name: str) -> str:
        """The first header of that name (any case), or an empty string."""
        return next((value for key, value in self.headers if key.casefold() == name.casefold()), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every header of that name (any case), topmost first."""
        return tuple(value for key, value in self.headers if key.casefold() == name.casefold())


@dataclass(frozen=True, slots=True)
class Layer:
    """A stretch of text by one author: the sender's own words (depth 0) or a mail forwarded in it (1, 2 ..).

    `where` says it for a person: "the body", "the forwarded mail (outlook)", "attached mail 1".
    `form` is how it was forwarded: rfc822, msg, outlook, gmail, apple ..; 'table' for what an attached file says; empty
    at depth 0.
    Header facts are empty where the forwarding client left them out. `text` is the author's own; `whole` is
    everything below the header block, what was forwarded inside it included (empty at depth 0).
    """

    where: str
    text: str
    depth: int = 0
    form: str = ""
    from_: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date: str = ""  # as written
    whole: str = field(default="", repr=False)
