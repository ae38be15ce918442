"""Prefixes of a Subject: of replies (RFC 5322, section 3.6.5), of forwards, and tags (of no RFC, in any language).

Takes a Subject; says whether it answers or forwards, and gives what it was before. Never raises, linear, and looks at
a bounded number of prefixes.
"""

_REPLIES = (
    "re|aw|sv|antw|ré|odp|vs|rif|res|atb|回复|答复|ynt|回覆|答覆|回信|返信|회신|답장|답변|bls|"
    "balas|απ|σχετ|отв|ответ|vá|vast|re-|r|atbalsts|ats|odg|r.e|rép|svar|rispondi|responder|"
    "השב|תגובה|رد|پاسخ|tl|trả lời|ตอบ|ตอบกลับ|respuesta|resposta|antwort|odpověď|odpoveď|yanıt"
)
_FORWARDS = (
    "fwd|fw|wg|tr|rv|i|enc|doorst|vs|vb|vl|pd|i̇lt|ilt|transf|forward|forwarded|weitergeleitet|weiterl|"
    "wtrlt|réexp|réexpédié|transféré|reenv|reenviado|renv|inoltra|inoltro|inoltrato|enviado|"
    "encaminhado|encam|encaminhar|doorgestuurd|videresendt|videres|vidarebefordrat|vidarebefordra|"
    "välitetty|välitys|edastatud|przekazane|przekaż|podaj dalej|przesłane dalej|přeposláno|"
    "předáno|přep|preposlané|tov|továbbítás|továbbítva|továbbított|redirecționat|redirecţionat|redir|"
    "препратено|пн|прп|proslijeđeno|prosl|prosleđeno|прослеђено|posredovano|posr|πρθ|προωθημένο|"
    "προώθηση|iletildi|iletilen|yönlendirilen|ynl|переслать|пересл|пересланное|переслано|пересылка|"
    "переадресация|переслане|пересл.|переадр|הועבר|העברה|إعادة توجيه|اعادة توجيه|محول|بازارسال|"
    "هدایت|ارجاع|अग्रेषित|ส่งต่อ|chuyển tiếp|trs|terusan|teruskan|diteruskan|dimajukan|panjangkan|"
    "转发|轉寄|轉發|转寄|転送|전달|전송|reenviat|birbidalia|birb|yml|ymlaen|ar aghaidh|pārs|pārsūtīts|"
    "persiųsta|áframsent|framsent"
)
_REPLY, _FORWARD = frozenset(_REPLIES.split("|")), frozenset(_FORWARDS.split("|"))
_MOST = 6
_LONGEST = 1_000


def is_reply(subject: str) -> bool:
    """Whether the outermost prefix is that of a reply ('RE:', 'AW:', 'Re[2]:'), tags such as [EXT] aside.

    'VS:' is one in Finnish, and a forward in Norwegian and Danish: it is both.
    """
    return _prefix(_untagged(subject))[0] in _REPLY


def is_forward(subject: str) -> bool:
    """Whether the outermost prefix is that of a forward ('Fwd:', 'WG:', '[Fwd: ..]', '.. (fwd)')."""
    return unforwarded(subject) is not None


def unforwarded(subject: str) -> str | None:
    """The Subject that was forwarded: without the outermost prefix, and the tags before it; None when it has none."""
    text = _untagged(subject)
    prefix, rest = _prefix(text)
    if prefix in _FORWARD:
        return rest
    return _in_brackets(text)


def bare(subject: str) -> str:
    """The Subject without any prefix, tags before prefixes included."""
    text = " ".join(subject[:_LONGEST].split())
    for _ in range(_MOST):
        untagged = _untagged(text)
        prefix, rest = _prefix(untagged)
        if prefix in _FORWARD or prefix in _REPLY:
            text = rest
            continue
        inside = _in_brackets(untagged)
        if inside is None:
            return text
        text = inside
    return text


def _in_brackets(text: str) -> str | None:
    """What '[Fwd: words]' and 'words (fwd)' forward; None for anything else."""
    if text.startswith("[") and text.endswith("]"):
        prefix, rest = _prefix(text[1:-1])
        return rest if prefix in _FORWARD else None
    return text[:-5].rstrip() if text.casefold().endswith("(fwd)") else None


def _untagged(subject: str) -> str:
    """The Subject without the tags before it ('[EXT] Re: x'); '[Fwd: x]' is no tag."""
    rest = subject[:_LONGEST].strip()
    for _ in range(_MOST):
        _, bracket, behind = rest.partition("]")
        if not rest.startswith("[") or not bracket or not behind.strip():
            break
        rest = behind.strip()
    return rest


def _prefix(text: str) -> tuple[str, str]:
    """The word before the first colon, in lower case and without a number ('Re[2]', 'FW (3)'), and what follows."""
    head = text[:40].replace("：", ":")
    colon = head.find(":")
    if colon < 0:
        return "", text
    word = head[:colon].casefold().partition("[")[0].partition("(")[0].strip(" *^0123456789")
    return word, text[colon + 1 :].strip()
