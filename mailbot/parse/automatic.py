"""Whether a machine wrote a mail (RFC 3834, and the folklore around it).

Takes a Mail; gives why it is a machine's, in words, or an empty string. A machine is never answered, so what
looks like one counts as one. Never raises.
"""

from mailbot.model.mail import Mail

_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_AUTO_REPLY_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-AutoReply-From", "X-Mail-Autoreply")
_LIST_HEADERS = (
    "List-Id",
    "List-Post",
    "List-Help",
    "List-Unsubscribe",
    "List-Owner",
    "List-Archive",
    "Mailing-List",
)
_MACHINE_NAMES = frozenset(
    {
        "mailer-daemon",
        "postmaster",
        "no-reply",
        "noreply",
        "no_reply",
        "do-not-reply",
        "donotreply",
        "do_not_reply",
    }
)
# Each counts alone, or before a colon, dash or bracket: 'Annual leave cover for Leeds' is a person's subject.
_AUTO_SUBJECTS = (
    "auto",
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "auto-response",
    "autoresponse",
    "out of office",
    "out of office reply",
    "out of office autoreply",
    "out of office auto reply",
    "out of office notification",
    "out-of-office",
    "out of the office",
    "away from the office",
    "i am out of the office",
    "i am away from the office",
    "on holiday",
    "on annual leave",
    "annual leave",
    "automatische antwort",
    "abwesenheitsnotiz",
    "abwesend",
    "réponse automatique",
    "absence du bureau",
    "automatisch antwoord",
    "respuesta automática",
    "risposta automatica",
)


def machine(mail: Mail) -> str:
    """Why the mail is a machine's, in words; an empty string when a person seems to have written it."""
    checks = (_submitted, _returned, _bulk, _listed, _suppressed, _replied, _addressed, _reported)
    return next((why for check in checks if (why := check(mail))), "")


def auto_reply(mail: Mail) -> bool:
    """Whether a machine answered in somebody's absence; a report (RFC 6522) is none, whatever it says."""
    if mail.report_type:
        return False
    return _first_word(mail.header("Auto-Submitted")) == "auto-replied" or bool(_replied(mail))


# Words of somebody who is not there; and of a machine that only says it has the mail.
_ABSENT = (
    "out of office",
    "out of the office",
    "out-of-office",
    "away from",
    "on leave",
    "annual leave",
    "parental leave",
    "maternity leave",
    "on holiday",
    "vacation",
    "absent",
    "absence",
    "not in the office",
    "will return",
    "i return",
    "back in the office",
    "back on",
    "no longer works",
    "no longer work",
    "no longer with",
    "no longer employed",
    "has left",
    "have left",
    "limited access to",
    "not monitored",
    "abwesend",
    "abwesenheit",
    "nicht im büro",
    "urlaub",
    "absence du bureau",
    "en congé",
    "afwezig",
)
_ACKNOWLEDGES = (
    "ticket",
    "case",
    "request",
    "enquiry",
    "inquiry",
    "query",
    "your email",
    "your e-mail",
    "your message",
)
_RECEIVED = ("received", "logged", "created", "raised", "opened", "thank you for")
_FIRST = 3_000  # characters of the text that are looked at


def away(mail: Mail) -> bool:
    """Whether an automatic reply says that nobody is there, and not only that the mail has arrived."""
    text = " ".join(f"{mail.subject[:300]}\n{mail.text[:_FIRST]}".casefold().split())
    if any(words in text for words in _ABSENT):
        return True
    acknowledges = any(word in text for word in _ACKNOWLEDGES) and any(word in text for word in _RECEIVED)
    return _is_auto_subject(mail.subject) and not acknowledges


def _submitted(mail: Mail) -> str:
    word = _first_word(mail.header("Auto-Submitted"))
    return f"its Auto-Submitted header says {word[:40]}" if word not in ("", "no") else ""


def _returned(mail: Mail) -> str:
    paths = [value.strip() for value in mail.all("Return-Path")]
    return "its Return-Path is empty, as a machine writes it" if paths and paths[0] == "<>" else ""


def _bulk(mail: Mail) -> str:
    word = _first_word(mail.header("Precedence"))
    return f"its Precedence header says {word}" if word in _BULK else ""


def _listed(mail: Mail) -> str:
    found = next((name for name in _LIST_HEADERS if mail.header(name)), "")
    return f"it came through a mailing list ({found})" if found else ""


def _suppressed(mail: Mail) -> str:
    value = mail.header("X-Auto-Response-Suppress").strip()
    return (
        "its X-Auto-Response-Suppress header asks for no answer"
        if value and value.casefold() != "none"
        else ""
    )


def _replied(mail: Mail) -> str:
    for name in _AUTO_REPLY_HEADERS:
        if _first_word(mail.header(name)) not in ("", "no", "none"):
            return f"it has an {name} header"
    if _first_word(mail.header("Precedence")).startswith("auto"):
        return "its Precedence header says auto_reply"
    return "its subject is that of an automatic reply" if _is_auto_subject(mail.subject) else ""


def _is_auto_subject(subject: str) -> bool:
    words = " ".join(subject[:300].casefold().split())
    rests = (words[len(each) :].lstrip() for each in _AUTO_SUBJECTS if words.startswith(each))
    return any(not rest or rest[0] in ":-–—([" for rest in rests)


def _addressed(mail: Mail) -> str:
    for each in (*mail.from_, *((mail.sender,) if mail.sender else ())):
        local = each.address.partition("@")[0].casefold().partition("+")[0]
        if local in _MACHINE_NAMES or each.name.casefold() in (
            "mail delivery subsystem",
            "mail delivery system",
        ):
            return f"it is from {local or each.name}, which no person reads"
    return ""


def _reported(mail: Mail) -> str:
    return f"it is a {mail.report_type} report" if mail.report_type else ""


def _first_word(value: str) -> str:
    words = value.partition(";")[0].partition("(")[0].split()
    return words[0].strip(",").casefold() if words else ""
