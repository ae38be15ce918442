"""What proved mail said of devices: dated evidence of where one was, never the truth about where it is."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.adapters.store.database import Store, moment, stamp


@dataclass(frozen=True, slots=True)
class Said:
    """An organisation said at `said_at` (UTC) that the device is at that meter point."""

    mpxn: str
    organisation: str
    said_at: datetime


def said(store: Store, device: str, mpxn: str, organisation_id: int, mail_id: int, at: datetime) -> None:
    """Keep what a proved mail said; the latest time of the same words counts. In the caller's transaction."""
    store.run(
        "INSERT INTO device_said (device, mpxn, organisation_id, said_at, message_id) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (device, mpxn, organisation_id) DO UPDATE SET said_at = excluded.said_at, "
        "message_id = excluded.message_id WHERE excluded.said_at > said_at",
        (device, mpxn, organisation_id, stamp(at), mail_id),
    )


def said_of(store: Store, device: str) -> tuple[Said, ...]:
    """What was said of a device, newest first."""
    rows = store.rows(
        "SELECT mpxn, name, said_at FROM device_said JOIN organisation ON organisation.id = organisation_id "
        "WHERE device = ? ORDER BY said_at DESC LIMIT 20",
        (device,),
    )
    return tuple(Said(row["mpxn"], row["name"], moment(row["said_at"])) for row in rows)
