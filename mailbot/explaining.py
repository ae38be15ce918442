"""Explained -> the JSON object of `explain --json`, and the text a person reads. Pure; writes nothing.

The JSON is for scripts: its keys are a promise. Times are ISO 8601 with their offset, meter points digits
only, devices AA-BB-.. and codes four hex digits, both upper case.
"""

from typing import Any, assert_never

from mailbot.model.alert import CriticalAlert
from mailbot.model.classified import AlertMail, Original, ReportMail
from mailbot.model.decision import (
    AlertEffect,
    CompleteAlert,
    DeclineAlert,
    Effect,
    HeardOf,
    HoldAlert,
    HoldMail,
    JoinAlert,
    OweReceipt,
    RelayAlert,
    TwinAlert,
)
from mailbot.model.rulebook import Rulebook
from mailbot.reading import Explained

Json = dict[str, Any]
SHOWN = 160  # characters of a text that a person is shown


def as_json(file: str, explained: Explained, rulebook: Rulebook) -> Json:
    """The object for one file."""
    mail, decision = explained.classified, explained.decision
    sender = decision.sender
    told: Json = {
        "file": file,
        "kind": mail.kind.value,
        "sender": {
            "address": sender.address.address,
            "name": sender.address.name,
            "organisation": sender.organisation.name if sender.organisation else None,
            "level": str(sender.level),
            "why": sender.why,
        },
        "original": _original(mail.original),
        "reply": {"text": mail.reply.text, "meaning": mail.reply.meaning.value} if mail.reply else None,
        "alerts": _alerts(explained, rulebook),
        "changes": [],
        "bounce": _bounce(explained),
        "disposition": decision.disposition.value,
        "reasons": [f"{each.reason.value}: {each.text}" for each in decision.because],
        "rules": list(decision.rules),
        "effects": [_effect(each) for each in decision.effects],
        "defects": list(mail.defects),
    }
    sound: Json = _sound(told)
    return sound


def _sound(value: Any) -> Any:
    """The same with every text in characters that can be printed: damaged mail may hold half a surrogate pair."""
    match value:
        case str():
            return value if value.isascii() else value.encode(errors="replace").decode()
        case dict():
            return {key: _sound(each) for key, each in value.items()}
        case list():
            return [_sound(each) for each in value]
        case _:
            return value


def _original(original: Original | None) -> Json | None:
    if original is None:
        return None
    return {
        "from_address": original.from_address,
        "from_name": original.from_name,
        "to": list(original.to),
        "cc": list(original.cc),
        "subject": original.subject,
        "date": original.date,
        "body": original.body,
        "form": original.form,
    }


def _alerts(explained: Explained, rulebook: Rulebook) -> list[Json]:
    """The alerts as decided; those of a mail that was held whole as they were read."""
    decided = [each for each in explained.decision.effects if isinstance(each, AlertEffect)]
    if decided:
        return [_alert(each.alert, _supplier(each), rulebook) for each in decided]
    facts = explained.classified.facts
    return [_alert(each, "", rulebook) for each in facts.alerts] if isinstance(facts, AlertMail) else []


def _supplier(effect: AlertEffect) -> str:
    """Where the alert goes; empty when it goes nowhere."""
    match effect:
        case RelayAlert():
            return effect.organisation.name
        case JoinAlert():
            return effect.earlier.organisation
        case HoldAlert() | DeclineAlert() | TwinAlert():
            return ""
        case _:
            assert_never(effect)


def _alert(alert: CriticalAlert, supplier: str, rulebook: Rulebook) -> Json:
    known = rulebook.codes.get(alert.code)
    return {
        "mpxn": alert.mpxn,
        "fuel": alert.fuel.value,
        "device": alert.device,
        "code": alert.code,
        "name": known.name if known else alert.name,
        "raised_at": alert.raised_at.isoformat() if alert.raised_at else None,
        "precision": alert.precision.value,
        "counter": alert.counter,
        "named_supplier": alert.named_supplier,
        "supplier": supplier,
        "problems": [f"{each.fault.value}: {each.text}" for each in alert.problems],
        "provenance": dict(alert.provenance),
    }


def _bounce(explained: Explained) -> Json | None:
    facts = explained.classified.facts
    if not isinstance(facts, ReportMail):
        return None
    return {
        "recipients": [
            {
                "address": each.address,
                "action": each.action,
                "status": each.status,
                "diagnostic": each.diagnostic,
            }
            for each in facts.recipients
        ]
    }


def _effect(effect: Effect) -> str:
    """One effect as a sentence."""
    match effect:
        case RelayAlert():
            return f"send the alert to {effect.organisation.name} ({effect.recipient.slot.value} contact)"
        case HoldAlert():
            return f"hold the alert: {effect.because[0].text}"
        case DeclineAlert():
            return f"not relay the alert: {effect.because[0].text}"
        case JoinAlert():
            return f"join the alert to {effect.earlier.reference}"
        case TwinAlert():
            return f"send the alert once, as alert {effect.of + 1} of this mail"
        case HoldMail():
            return f"hold the mail: {effect.because[0].text}"
        case OweReceipt():
            return f"send a receipt to {effect.to.address}"
        case HeardOf():
            return f"note about {effect.letter.named}: {effect.heard.value.replace('_', ' ')}"
        case CompleteAlert():
            return f"complete {effect.of.reference} and decide it again: {_effect(effect.effect)}"
        case _:
            assert_never(effect)


def as_text(told: Json) -> str:
    """The same for a person."""
    sender = told["sender"]
    lines = [
        f"{told['file']}: {told['kind']} -> {told['disposition']}",
        f"  From     {sender['address'] or '(no sender)'}"
        f" ({sender['organisation'] or 'no organisation on the list'}), {sender['level']}: {sender['why']}",
    ]
    if told["original"]:
        lines += _original_lines(told["original"])
    if told["reply"]:
        lines.append(f"  Wrote    {_shortened(told['reply']['text'])} ({told['reply']['meaning']})")
    for number, alert in enumerate(told["alerts"], start=1):
        lines += _alert_lines(number, alert)
    lines += [f"  Because  {reason}" for reason in told["reasons"]]
    lines += [f"  Would    {effect}" for effect in told["effects"]]
    lines += [f"  Defect   {defect}" for defect in told["defects"]]
    return "\n".join(lines)


def _original_lines(original: Json) -> list[str]:
    sender = original["from_address"] or original["from_name"] or "(sender not given)"
    subject = _shortened(original["subject"]) if original["subject"] else "(no subject)"
    return [
        f"  Forwards {sender}, {original['form']} form: {subject}",
        f"           {_shortened(original['body'])}",
    ]


def _shortened(text: str) -> str:
    """The beginning of a text in one line, in quotation marks."""
    line = " ".join(text[: SHOWN * 4].split())
    return f"'{line}'" if len(line) <= SHOWN and len(text) <= SHOWN * 4 else f"'{line[:SHOWN].rstrip()} ..'"


def _alert_lines(number: int, alert: Json) -> list[str]:
    about = f"meter point {alert['mpxn']}" if alert["mpxn"] else f"device {alert['device'] or '(none)'}"
    raised = alert["raised_at"] or "(no time given)"
    head = f"  Alert {number}  {alert['code'] or '(no code)'} {alert['name']}, {about}, raised {raised}"
    goes = [f"           goes to {alert['supplier']}"] if alert["supplier"] else []
    stood = [f"           {field}: {where}" for field, where in alert["provenance"].items()]
    return [head, *goes, *stood, *(f"           ! {problem}" for problem in alert["problems"])]
