"""The invented companies that the tests share, as the list knows them, and small makers of facts."""

from dataclasses import replace
from datetime import UTC, date, datetime

from mailbot.model.alert import CriticalAlert, Fuel, Precision
from mailbot.model.supplier import (
    Contact,
    Directory,
    Mpid,
    Organisation,
    Registration,
    RegistrationData,
    Role,
    Slot,
)

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
RAISED = datetime(2026, 11, 24, 9, 5, 33, tzinfo=UTC)
MPAN = "1012345678903"


def contact(slot: Slot, email: str) -> Contact:
    return Contact(slot, email.partition("@")[0].replace(".", " ").title(), email)


LARKFIELD = Organisation(
    1,
    "Larkfield Energy Ltd",
    Role.DCC_USER,
    (Mpid("LARK", Fuel.ELECTRICITY), Mpid("LKF", Fuel.GAS)),
    ("Larkfield",),
    ("larkfield.example",),
    contact(Slot.MAIN, "hannah.reid@larkfield.example"),
)
TAMAR = Organisation(
    2, "Tamar Valley Power plc", Role.DCC_USER, (Mpid("TAMR"),), ("Tamar Valley",), ("tamarvalley.example",)
)
BRIGHTWATER = Organisation(
    3,
    "Brightwater Business Energy Ltd",
    Role.NON_DCC_USER,
    (Mpid("BRWA", Fuel.ELECTRICITY), Mpid("BWG", Fuel.GAS)),
    ("Brightwater", "Brightwater Gas"),
    ("brightwater.example",),
    contact(Slot.MAIN, "priya.nair@brightwater.example"),
    contact(Slot.ALTERNATIVE, "tom.ashby@brightwater.example"),
)
COBALT = Organisation(
    4,
    "Cobalt Commercial Power Ltd",
    Role.NON_DCC_USER,
    (Mpid("COBA", Fuel.ELECTRICITY),),
    ("Cobalt",),
    ("cobalt.example",),
    contact(Slot.MAIN, "alan.whitby@cobalt.example"),
)
DUNMORE = Organisation(
    5, "Dunmore Gas & Power Ltd", Role.NON_DCC_USER, (Mpid("DUNM"),), (), ("dunmore.example",)
)
LEFT = Organisation(
    6,
    "Fenland Supply Ltd",
    Role.NON_DCC_USER,
    (Mpid("FENL"),),
    (),
    ("fenland.example",),
    contact(Slot.MAIN, "ops@fenland.example"),
    left_on=date(2026, 11, 1),
)
LIST = Directory((LARKFIELD, TAMAR, BRIGHTWATER, COBALT, DUNMORE, LEFT))


def alert(**facts: object) -> CriticalAlert:
    """A complete alert for Brightwater, with some facts changed."""
    whole = CriticalAlert(
        mpxn=MPAN,
        fuel=Fuel.ELECTRICITY,
        device="00-1D-24-02-01-A0-0B-11",
        code="8F3F",
        raised_at=RAISED,
        precision=Precision.SECOND,
        named_supplier="Brightwater",
    )
    return replace(whole, **facts)


def registrations(
    *rows: tuple[str, str, str | None], loaded_at: datetime = NOW, **more: object
) -> RegistrationData:
    """Registration data of MPAN: rows of (MPID, from, to)."""
    return RegistrationData(
        loaded_at=loaded_at,
        rows=tuple(
            Registration(
                MPAN,
                Fuel.ELECTRICITY,
                mpid,
                date.fromisoformat(starts),
                date.fromisoformat(ends) if ends else None,
            )
            for mpid, starts, ends in rows
        ),
        **more,
    )
