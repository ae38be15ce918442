"""Short ways to read alerts out of texts, for the tests of the alert reader."""

from mailbot import rulebook
from mailbot.model.alert import CriticalAlert
from mailbot.model.limits import Limits
from mailbot.model.mail import TABLE, Layer
from mailbot.parse.alert import AlertReading, alerts

RULES = rulebook.load_default()
A, B, C = "1012345678903", "1212345678902", "1500123456780"
GAS = "3938424403"
DEVICE_A, DEVICE_B = "00-1D-24-02-01-A0-0B-11", "00-1D-24-02-01-A0-0B-12"


def reading(*texts: str, limits: Limits | None = None) -> AlertReading:
    """What is read from texts, each of which lies inside the one before."""
    layers = tuple(
        Layer("the body" if depth == 0 else f"forwarded mail {depth}", text, depth)
        for depth, text in enumerate(texts)
    )
    return alerts(layers, RULES, limits or Limits())


def attached(table: str, body: str = "Please see attached.") -> AlertReading:
    """What is read from a mail with a table attached to it."""
    layers = (Layer("the body", body), Layer('sheet "Alerts" of alerts.xlsx', table, 1, form=TABLE))
    return alerts(layers, RULES, Limits())


def facts(alert: CriticalAlert) -> dict[str, str]:
    """The facts an alert has, as short text; what it does not say is left out."""
    found = {
        "mpxn": alert.mpxn,
        "device": alert.device,
        "code": alert.code,
        "name": alert.name,
        "at": alert.raised_at.isoformat(timespec="seconds") if alert.raised_at else "",
        "counter": alert.counter,
        "supplier": alert.named_supplier,
    }
    return {name: value for name, value in found.items() if value}


def told(*texts: str) -> list[dict[str, str]]:
    """The facts of every alert in the texts."""
    return [facts(alert) for alert in reading(*texts).alerts]


def only(*texts: str) -> CriticalAlert:
    """The one alert of the texts."""
    found = reading(*texts).alerts
    assert len(found) == 1, found
    return found[0]
