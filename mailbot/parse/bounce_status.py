"""The enhanced status (RFC 3463) of a failing recipient: as given, else from an SMTP code and well-known words.

Takes the words about one recipient and its action; gives a status such as 5.1.1, or an empty string where neither a
status, nor a code, nor words of the table say anything. Never raises; a few passes of bounded expressions.
"""

import re

from mailbot.parse.phrases import phrases, plain, says

_ENHANCED = re.compile(r"(?<![0-9.])([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9]|\.[0-9])")
# Behind a code stands a blank, a dash, a quote or the end; before it no digit, so that no address or date counts.
_SMTP = re.compile(r"(?<![0-9.:/@_+-])([45][0-5][0-9])(?=[ \t\-:'\",]|\Z|\n)")
_LONGEST = 20_000

_FULL = phrases(
    """
    mailbox is full; mailbox full; mail box full; over quota; overquota; quota exceeded; exceeded quota;
    over its quota; over their quota; exceeded the storage; exceeds allowed size;
    exceeded storage allocation; quota limit; disk quota; out of storage; insufficient storage;
    not enough space; postfach ist voll; mailbox voll; boîte pleine; boîte aux lettres pleine;
    boîte aux lettres est pleine; buzón lleno; buzón está lleno; caixa cheia; casella piena;
    メールボックスがいっぱい; 邮箱已满; 郵件信箱已滿; переполнен
    """
)
_DISABLED = phrases(
    """
    mailbox disabled; mailbox is disabled; account disabled; account is disabled;
    account has been disabled; account suspended; account is suspended; account inactive;
    account is inactive; account is not active; user is inactive; mailbox is inactive;
    has been deactivated; is deactivated; mailbox unavailable; not active
    """
)
_NO_SYSTEM = phrases(
    """
    host unknown; unknown host; host not found; no such domain; domain not found; domain does not exist;
    unknown domain; name or service not known; unrouteable mail domain; non-existent domain; nxdomain;
    invalid domain; couldn't find any host; couldn't find a host; domain name not found;
    domain lookup failed; lookup of domain; no mx; bad destination system
    """
)
_NO_MAILBOX = phrases(
    """
    user unknown; unknown user; user doesn't have a; invalid receiver; addresses were unknown;
    user not known; no such user; no such mailbox; no mailbox here; user not found; unknown recipient;
    recipient unknown; recipient not found; recipnotfound; recipientnotfound;
    recipient name is not recognized; address unknown; unknown address; address not found;
    couldn't be found; could not be found; wasn't found; doesn't have an account; no account;
    account does not exist; account that you tried to reach does not exist; mailbox does not exist;
    user does not exist; user doesn't exist; address does not exist; does not exist; doesn't exist;
    unknown mailbox; invalid recipient; invalid mailbox; invalid user; invalid address; not listed in;
    unknown local user; no valid recipients; not a known user; no such person; no such address;
    no such recipient; unrouteable address; not known at this site; unbekannt; existiert nicht;
    n'existe pas; inconnu; no existe; desconocido; não existe; desconhecido; non esiste; sconosciuto;
    bestaat niet; onbekend; finns inte; findes ikke; finnes ikke; nie istnieje; neexistuje; не существует;
    не найден; 不存在; 存在しません; 見つかりません; 존재하지 않
    """
)
_LOOP = phrases(
    """
    too many hops; mail loop; routing loop; is looping; hop count exceeded; loop detected
    """
)
_TOO_BIG = phrases(
    """
    message too large; message is too large; message size exceeds; message too big;
    exceeds the maximum message size; size limit exceeded; maximum size; too large for
    """
)
_EXPIRED = phrases(
    """
    retry timeout exceeded; message expired; delivery time expired; delivery expired;
    retry time not reached for any host after a long failure period; has been in the queue too long;
    in queue too long; maximum time in queue
    """
)
_NO_ANSWER = phrases(
    """
    connection timed out; connection refused; timed out; no answer from host; couldn't connect;
    could not connect; unable to connect; failed to connect; host is not accepting;
    wasn't able to establish an smtp connection; not responding
    """
)
_NO_ROUTE = phrases(
    """
    no route to host; network is unreachable; unable to route; host unreachable
    """
)
_NOT_AUTHORISED = phrases(
    """
    relaying denied; relay access denied; unable to relay; relay not permitted; not permitted to relay;
    access denied; blocked; blacklisted; blocklist; listed at; spamhaus; spam; rejected for policy;
    policy violation; policy reason; not authorized; not allowed; administrative prohibition;
    administratively prohibited; permission denied; refused by
    """
)
# RFC 3463, section 3. X.1.1 bad mailbox, X.1.2 bad system, X.1.10 null MX; X.2.1 disabled, X.2.2 full, X.2.3 too long;
# X.3.4 too big for the system; X.4.1 no answer, X.4.4 no route, X.4.6 loop, X.4.7 time expired; X.7.1 not authorised.
# The first that is said counts: what names a cause stands before what only says that something was refused.
_CAUSES = (
    ("2.2", _FULL),
    ("2.1", _DISABLED),
    ("1.2", _NO_SYSTEM),
    ("1.1", _NO_MAILBOX),
    ("4.6", _LOOP),
    ("3.4", _TOO_BIG),
    ("4.7", _EXPIRED),
    ("4.1", _NO_ANSWER),
    ("4.4", _NO_ROUTE),
    ("7.1", _NOT_AUTHORISED),
)
# What RFC 5321, section 4.2.3, says of a code beyond its first digit; every other code says only that (X.0.0).
_CODES = {"552": "2.2", "452": "3.1", "551": "1.6", "553": "1.3", "421": "4.2", "450": "2.0", "555": "5.4"}


def given(text: str) -> str:
    """The first enhanced status that stands in the text, or an empty string."""
    found = _ENHANCED.search(text[:_LONGEST])
    return found[1] if found else ""


def smtp_code(text: str) -> str:
    """The first SMTP reply code of a failure (4yz, 5yz) in the text, or an empty string."""
    found = _SMTP.search(text[:_LONGEST])
    return found[1] if found else ""


def derived(text: str, action: str) -> str:
    """The status that is given; else the cause that the words name, in the class of the code or the action; else the
    code's own meaning."""
    if status := given(text):
        return status
    code = smtp_code(text)
    words = plain(text[:_LONGEST].replace("_", " "))
    cause = next((detail for detail, several in _CAUSES if says(words, several)), "")
    kind = code[:1] or ("4" if action == "delayed" else "5")
    if cause:
        return f"{kind}.{cause}"
    return f"{kind}.{_CODES.get(code, '0.0')}" if code else ""
