"""HTML forwards with the markup of single clients: what the generator's six do not show."""

import pytest

from mailbot.model.limits import Limits
from mailbot.parse import forward, message

LIMITS = Limits()
WORDS = "MPAN: 1012345678903<br>Alert Code: 8F3F"
LINK = '<a href="mailto:h@x.example">h@x.example</a>'
PAGES = {
    "zimbra": (
        "outlook",
        '<div>Note</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">'
        '<b>From: </b>"Hannah Reid" &lt;h@x.example&gt;<br><b>To: </b>"Ops" '
        "&lt;o@x.example&gt;<br><b>Sent: </b>Monday, 23 November, 2026 09:14:00<br><b>Subject: "
        '</b>Alert 1<br></div><br><div data-marker="__QUOTED_TEXT__">WORDS</div>',
    ),
    "roundcube": (
        "samsung",
        '<p>Note</p><p>-------- Original Message --------</p><table border="0" cellspacing="0">'
        '<tbody><tr><th align="right" nowrap="nowrap" valign="baseline">Subject:</th><td>Alert '
        "1</td></tr><tr><th>Date:</th><td>2026-11-23 09:14</td></tr><tr><th>From:</th><td>Hannah "
        "Reid &lt;h@x.example&gt;</td></tr><tr><th>To:</th><td>Ops &lt;o@x.example&gt;</td></tr>"
        "</tbody></table><p>WORDS</p>",
    ),
    "notes": (
        "notes",
        'Note<br><br><font size=1 color=#800080 face="sans-serif">----- Forwarded by Nia/LARK on '
        "23/11/2026 09:20 -----</font><br><br><font size=1 color=#5f5f5f>From: </font><font "
        "size=1>Hannah Reid &lt;h@x.example&gt;</font><br><font size=1 color=#5f5f5f>To: </font>"
        "<font size=1>o@x.example</font><br><font size=1 color=#5f5f5f>Date: </font><font size=1>"
        "23/11/2026 09:14</font><br><font size=1 color=#5f5f5f>Subject: </font><font size=1>"
        "Alert 1</font><br><hr noshade><br><br><tt><font size=2>WORDS</font></tt>",
    ),
    "notes table": (
        "notes",
        "Note<br>----- Forwarded by Nia/LARK on 23/11/2026 09:20 -----<br><table width=100%><tr "
        "valign=top><td width=40%><b>Hannah Reid &lt;h@x.example&gt;</b><p>23/11/2026 09:14</td>"
        "<td width=59%><table width=100%><tr valign=top><td><div align=right>To</div></td><td>"
        "o@x.example</td></tr><tr><td><div align=right>cc</div></td><td></td></tr><tr><td><div "
        "align=right>Subject</div></td><td>Alert 1</td></tr></table></td></tr></table><br>WORDS",
    ),
    "emclient": (
        "emclient",
        '<div>Note</div><br><div class="xem_id"><div>------ Forwarded Message ------</div><div>'
        'From "Hannah Reid" &lt;LINK&gt;</div><div>To o@x.example</div><div>Date 23/11/2026 '
        "09:14:00</div><div>Subject Alert 1</div><div><br></div></div><div>WORDS</div>",
    ),
    "yandex": (
        "thunderbird",
        "<div>Note</div><div>-------- Пересылаемое сообщение --------</div><div>23.11.2026, "
        '09:14, "Hannah Reid" &lt;LINK&gt;:</div><blockquote><div>WORDS</div></blockquote><div>'
        "-------- Конец пересылаемого сообщения --------</div>",
    ),
    "aol": (
        "outlook",
        '<div>Note</div><div style="font-size:10pt">-----Original Message-----<br>From: Hannah '
        "Reid &lt;h@x.example&gt;<br>To: o@x.example<br>Sent: Mon, 23 Nov 2026 9:14<br>Subject: "
        "Alert 1<br><br><div>WORDS</div></div>",
    ),
    "hotmail": (
        "outlook",
        '<div>Note</div><hr id="stopSpelling">Date: Mon, 23 Nov 2026 09:14:00 +0000<br>From: '
        "h@x.example (Hannah Reid)<br>To: o@x.example<br>Subject: Alert 1<br><br>WORDS",
    ),
    "qq": (
        "openxchange",
        '<div>Note</div><div style="font-size:12px">'
        "------------------&nbsp;原始邮件&nbsp;------------------</div><div "
        'style="background:#efefef;padding:8px;"><div><b>发件人:</b>&nbsp;"Hannah '
        'Reid"&lt;h@x.example&gt;;</div><div><b>发送时间:</b>&nbsp;2026年11月23日(星期一) 上午9:14</div><div>'
        '<b>收件人:</b>&nbsp;"Ops"&lt;o@x.example&gt;;</div><div><b>主题:</b>&nbsp;Alert 1</div></div>'
        "<div><br></div>WORDS",
    ),
    "apple old": (
        "apple",
        '<div>Note</div><br><div>Begin forwarded message:</div><br><blockquote type="cite"><div>'
        '<font face="Helvetica"><b>From: </b></font><font>Hannah Reid &lt;LINK&gt;</font></div>'
        "<div><font><b>Date: </b>23 November 2026 09:14:00 GMT</font></div><div><b>To: </b>"
        "o@x.example</div><div><b>Subject: </b><b>Alert 1</b></div><br><div></div><div>WORDS</div>"
        "</blockquote>",
    ),
    "superhuman": (
        "gmail",
        '<div>Note</div><div class="gmail_quote">---------- Forwarded message ----------<br/>'
        "From: <b>Hannah Reid</b> &lt;LINK&gt;<br/>Date: Mon, Nov 23 2026 at 9:14 AM<br/>Subject: "
        "Alert 1<br/>To: o@x.example<br/><br/>WORDS</div>",
    ),
    "outlook 2007": (
        "outlook",
        "<p class=MsoNormal>Note</p><div><div style='border:none;border-top:solid #B5C4DF 1.0pt'>"
        "<p class=MsoNormal><b><span>From:</span></b><span> Hannah Reid [mailto:h@x.example] <br>"
        "<b>Sent:</b> 23 November 2026 09:14<br><b>To:</b> Ops<br><b>Subject:</b> Alert 1<o:p>"
        "</o:p></span></p></div></div><p class=MsoNormal>WORDS</p>",
    ),
    "outlook 2003": (
        "outlook",
        "<DIV>Note</DIV><DIV class=OutlookMessageHeader lang=en-us dir=ltr align=left><HR "
        "tabIndex=-1><FONT face=Tahoma size=2><B>From:</B> Hannah Reid [mailto:h@x.example] <BR>"
        "<B>Sent:</B> 23 November 2026 09:14<BR><B>To:</B> Ops<BR><B>Subject:</B> Alert 1<BR>"
        "</FONT><BR></DIV><DIV></DIV>WORDS",
    ),
    "express": (
        "outlook",
        '<DIV>Note</DIV><BLOCKQUOTE style="BORDER-LEFT: #000000 2px solid"><DIV>----- Original '
        'Message ----- </DIV><DIV style="BACKGROUND: #e4e4e4"><B>From:</B> <A title=h@x.example '
        'href="mailto:h@x.example">Hannah Reid</A> </DIV><DIV><B>To:</B> <A '
        'href="mailto:o@x.example">Ops</A> </DIV><DIV><B>Sent:</B> Monday, November 23, 2026 '
        "9:14 AM</DIV><DIV><B>Subject:</B> Alert 1</DIV><DIV><BR></DIV>WORDS</BLOCKQUOTE>",
    ),
    "cells": (
        "outlook",
        "<p>Note</p><table><tr><td><b>From:</b></td><td>Hannah Reid &lt;h@x.example&gt;</td></tr>"
        "<tr><td><b>Sent:</b></td><td>today</td></tr><tr><td><b>Subject:</b></td><td>Alert 1</td>"
        "</tr></table><p>WORDS</p>",
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_each_page(name: str) -> None:
    form, page = PAGES[name]
    page = page.replace("WORDS", WORDS).replace("LINK", LINK)
    raw = f"Subject: Fwd: Alert 1\nContent-Type: text/html; charset=utf-8\n\n<html><body>{page}</body></html>"
    mail = message.read(raw.encode(), LIMITS)
    layers = forward.layers(mail, LIMITS)
    found = forward.original(layers, mail)
    assert found is not None
    told = (found.form, found.from_address, found.from_name, found.subject, found.body)
    assert told == (form, "h@x.example", "Hannah Reid", "Alert 1", "MPAN: 1012345678903\nAlert Code: 8F3F")
    assert layers[0].text.strip() == "Note"
