"""Forwards as single clients and people really leave them: each odd in another way."""

import pytest

from mailbot.model.limits import Limits
from mailbot.model.mail import Mail
from mailbot.parse import forward

LIMITS = Limits()
WORDS = "MPAN: 1012345678903\n\nThe cover was removed."


def original(text: str, subject: str = "Fwd: Alert 1") -> tuple[str, str, str, str, str]:
    mail = Mail(plain=text, subject=subject)
    found = forward.original(forward.layers(mail, LIMITS), mail)
    assert found is not None
    return found.form, found.from_address, found.from_name, found.subject, found.body


# name: text (X is the body); what differs from the usual Hannah Reid, h@x.example, Alert 1
HEAD = "From: Hannah Reid <h@x.example>\nDate: 23/11/2026 09:14\nSubject: Alert 1\nTo: Ops <o@x.example>"
ODD = {
    "mailmate": ("apple", "Forwarded message:\n\n> From: Hannah Reid <h@x.example>\n> To: o@x.example\n"
                 "> Subject: Alert 1\n> Date: Mon, 23 Nov 2026 09:14:00 +0000\n>\n> MPAN: 1012345678903\n>\n"
                 "> The cover was removed."),
    "mutt": ("mutt", "----- Forwarded message from Hannah Reid <h@x.example> -----\n\nDate: Mon, 23 Nov 2026\n"
             "From: Hannah Reid <h@x.example>\nTo: o@x.example\nSubject: Alert 1\n\nX\n\n"
             "----- End forwarded message -----"),
    "horde": ("mutt", "\n----- Weitergeleitete Nachricht von h@x.example -----\n     Datum: Mon, 23 Nov 2026 09:14\n"
              "       Von: Hannah Reid <h@x.example>\nAntwort an: h@x.example\n   Betreff: Alert 1\n"
              "        An: o@x.example\n\nX\n\n----- Ende der weitergeleiteten Nachricht -----"),
    "the author of the opening alone": ("mutt", "----- Forwarded message from Hannah Reid <h@x.example> -----\n\nX"),
    "notes by hand": ("notes", "----- Forwarded by Nia Penrose/LARK on 23/11/2026 09:20 -----\n\n"
              "From:\tHannah Reid <h@x.example>\nTo:\tOps/LARK@LARK\nCc:\nDate:\t23/11/2026 09:14\n"
              "Subject:\tAlert 1\n\n\nX"),
    "notes old": ("notes", "---------------------- Forwarded by Nia Penrose/LARK on 23/11/2026 09:20 AM "
                           "-------------\n"
                  '\n\n"Hannah Reid" <h@x.example> on 23/11/2026 09:14:00 AM\n\nTo:   Ops/LARK@LARK\n'
                  "cc:   Nia Penrose/LARK@LARK\nSubject:  Alert 1\n\nX"),
    "notes two lines": ("notes", "----- Forwarded by Nia Penrose/LARK on 23/11/2026 09:20 -----\n\n"
                        "Hannah Reid <h@x.example>\n23/11/2026 09:14\n\nTo: Ops/LARK@LARK\ncc:\nSubject: "
                        "Alert 1\n\nX"),
    "notes cc on the line": ("notes", "----- Weitergeleitet von Nia Penrose/LARK am 23.11.2026 09:20 -----\n"
                             "Hannah Reid <h@x.example>\n23.11.2026 09:14\n\nAn: Ops/LARK@LARK Cc: (Bcc: Nia/LARK)\n"
                             "Betreff: Alert 1\n\nX"),
    "the bat": ("thebat", "===8<==============Original message text===============\nFrom: Hannah Reid <h@x.example>\n"
                "Date: Monday, November 23, 2026, 9:14:00 AM\nSubject: Alert 1\n\nX\n"
                "===8<===========End of original message text==========="),
    "yandex": ("thunderbird", '-------- Пересылаемое сообщение --------\n23.11.2026, 09:14, '
               '"Hannah Reid" <h@x.example>:'
               "\n\nX\n\n-------- Конец пересылаемого сообщения --------"),
    "mail.ru": ("thunderbird", "-------- Пересылаемое сообщение --------\nОт кого: Hannah Reid <h@x.example>\n"
                "Кому: o@x.example\nДата: Понедельник, 23 ноября 2026, 9:14 +03:00\nТема: Alert 1\n \nX"),
    "emclient": ("emclient", '------ Original Message ------\nFrom "Hannah Reid" <h@x.example>\nTo o@x.example\n'
                 "Date 23/11/2026 09:14:00\nSubject Alert 1\n\nX"),
    "hotmail quoted": ("outlook", "________________________________\n> From: h@x.example (Hannah Reid)\n"
                       "> To: o@x.example\n> Subject: Alert 1\n> Date: Mon, 23 Nov 2026 09:14:00 +0000\n> \n"
                       "> MPAN: 1012345678903\n> \n> The cover was removed."),
    "hotmail date first": ("outlook", "Date: Mon, 23 Nov 2026 09:14:00 +0000\nFrom: Hannah Reid <h@x.example>\n"
                           "Subject: Alert 1\nTo: o@x.example\n\nX"),
    "subject first": ("outlook", "Subject: Alert 1\nFrom: Hannah Reid <h@x.example>\nDate: today\nTo: o\n\nX"),
    "from and subject alone": ("outlook", "From: Hannah Reid <h@x.example>\nSubject: Alert 1\n\nX"),
    "from and to alone": ("outlook", "From: Hannah Reid <h@x.example>\nTo: o@x.example\n\nX"),
    "missive": ("gmail", f"---------- Forwarded message ----------\n{HEAD}\n\nX"),
    "spark": ("gmail", "---------- Forwarded message ----------\n*From:* Hannah Reid <h@x.example>\n"
              "*Date:* 23 Nov 2026, 09:14 +0000\n*To:* o@x.example\n*Subject:* Alert 1\n\nX"),
    "front": ("gmail", f"---------- Forwarded Message ----------\n{HEAD}\n\nX"),
    "two lists": ("outlook", "From: Hannah Reid <h@x.example>\nSent: 23 November 2026 09:14\nTo: Ann Lee "
                             "<a@x.example>;\n"
                  " Bo Ray <b@x.example>; Cy Day\n<c@x.example>\nCc: d@x.example\nSubject: Alert 1\n\nX"),
    "wrapped to": ("gmail", "---------- Forwarded message ---------\nFrom: Hannah Reid <h@x.example>\nDate: "
                            "today 9:14\n"
                   "Subject: Alert 1\nTo: Ann Lee <ann.lee@larkfield.example>, Bo Ray <bo.ray@larkfield.example>,\n"
                   "Cy Day <cy.day@larkfield.example>, Ops\n<ops@larkfield.example>\n\n\nX"),
    "address a line below": ("gmail", "---------- Forwarded message ---------\nFrom: Hannah Reid\n<h@x.example>\n"
                             "Date: 23 Nov\nSubject: Alert 1\nTo: <o@x.example>\n\n\nX"),
    "attachments and importance": ("outlook", "From: Hannah Reid <h@x.example>\nSent: 23 November 2026 09:14\n"
                                   "To: Ops\nSubject: Alert 1\nAttachments: a.csv\nImportance: High\n\nX"),
    "reply-to": ("apple", "Begin forwarded message:\n\nFrom: Hannah Reid <h@x.example>\nSubject: Alert 1\n"
                 "Date: 23 November 2026 at 09:14:00 GMT\nTo: o@x.example\nReply-To: r@x.example\n\nX"),
    "ios": ("apple", "\n\nSent from my iPhone\n\nBegin forwarded message:\n\n> From: Hannah Reid <h@x.example>\n"
            "> Date: 23 November 2026 at 09:14:00 GMT\n> To: o@x.example\n> Subject: Alert 1\n> \n"
            "> MPAN: 1012345678903\n> \n> The cover was removed."),
    "ios ending": ("apple", "Begin forwarded message:\n\n> From: Hannah Reid <h@x.example>\n> Subject: Alert 1\n>\n"
                   "> MPAN: 1012345678903\n> \n> The cover was removed.\n\nSent from my iPad"),
    "twice quoted": ("apple", ">> Begin forwarded message:\n>>\n>>> From: Hannah Reid <h@x.example>\n>>> "
                              "Subject: Alert 1\n"
                     ">>>\n>>> MPAN: 1012345678903\n>>>\n>>> The cover was removed."),
    "a rule with blanks": ("thunderbird", f"- - - - - - - - Forwarded message - - - - - - - -\n{HEAD}\n\nX"),
    "long dashes": ("gmail", f"————————— Forwarded message —————————\n{HEAD}\n\nX"),
    "stars": ("gmail", f"********** Forwarded message **********\n{HEAD}\n\nX"),
    "unknown client": ("other", "~~ Hi\n--------- Mail passed on ---------\n" + HEAD + "\n\nX"),
    "unknown language": ("gmail", "---------- Forwarded message ---------\nMuinin: Hannah Reid <h@x.example>\n"
                         "Lahti: 23/11/2026 09:14\nKohin: o@x.example\nTeemo: Alert 1\n\nX"),
    "unknown language and client": ("other", "--------- Ujumbe uliopitishwa ---------\nKutoka: Hannah Reid "
                                             "<h@x.example>\n"
                                    "Kwa: o@x.example\nWakati: 23 Novemba 2026 09:14\nMada: Alert 1\n\nX"),
    "one half known": ("gmail", "---------- Forwarded message ---------\nKutoka: Hannah Reid <h@x.example>\n"
                       "Date: 23/11/2026 09:14\nSubject: Alert 1\n\nX"),
    "swedish upper case": ("outlook", "FRÅN: Hannah Reid <h@x.example>\nSKICKAT: 23/11 2026\nÄMNE: Alert 1\n\nX"),
    "decomposed letters": ("outlook", "De: Hannah Reid <h@x.example>\nEnvoye\u0301: hier\nObjet: Alert 1\n\nX"),
    "quoted original": ("outlook", "-----Original Message-----\nFrom: Hannah Reid <h@x.example>\nSent: today\n"
                        "Subject: Alert 1\n\n> MPAN: 1012345678903\n>\n> The cover was removed."),
    "labels far right": ("samsung", "-------- Original Message --------\n Subject: \tAlert 1\n    Date: \ttoday\n"
                         "    From: \tHannah Reid <h@x.example>\n      To: \to@x.example\n\n\n\nX"),
    "bars": ("outlook", "| From: | Hannah Reid <h@x.example> |\n| Date: | today |\n| Subject: | Alert 1 |\n\nX"),
    "ending blanks": ("gmail", f"---------- Forwarded message ---------   \n{HEAD}  \n  \n\nX\n  \n\n"),
    "no blank between": ("gmail", "---------- Forwarded message ---------\n" + HEAD + "\nX"),
    "becky": ("squirrelmail", "Forwarded by Nia <n@x.example>\n----------------------- Original Message "
                              "---------------------\n"
              " From:    Hannah Reid <h@x.example>\n To:      o@x.example\n Date:    Mon, 23 Nov 2026 09:14\n"
              " Subject: Alert 1\n----\n\nX\n--------------------- Original Message Ends --------------------"),
    "notes with a rule": ("outlook", "From:        Hannah Reid <h@x.example>\nTo:        Ops <o@x.example>\n"
                          "Date:        23/11/2026 09:14\nSubject:        Alert 1\n"
                          "________________________________\n\n\n\nX"),
    "qq": ("openxchange", '------------------ 原始邮件 ------------------\n发件人: "Hannah Reid" <h@x.example>;\n'
           '发送时间: 2026年11月23日(星期一) 上午9:14\n收件人: "Ops"<o@x.example>;\n\n主题: Alert 1\n\n\n\nX'),
    "163": ("thunderbird", "-------- 转发邮件信息 --------\n发件人：Hannah Reid <h@x.example>\n"
            "发送日期：2026-11-23 09:14:00\n收件人：o@x.example\n主题：Alert 1\n\nX"),
    "gnus": ("apple", "-------------------- Start of forwarded message --------------------\n"
             "From: Hannah Reid <h@x.example>\nSubject: Alert 1\nDate: today\n\nX\n"
             "-------------------- End of forwarded message --------------------"),
    "mh": ("proton", "------- Forwarded Message\n\nFrom: Hannah Reid <h@x.example>\nSubject: Alert 1\n\nX\n\n"
           "------- End of Forwarded Message"),
    "k-9": ("samsung", "-------- Original Message --------\nFrom: Hannah Reid <h@x.example>\n"
            "Sent: 23 November 2026 09:14:00 GMT\nTo: o@x.example\nSubject: Alert 1\n\nX"),
    "blackberry": ("outlook", "  Original Message  \nFrom: Hannah Reid <h@x.example>\nSent: Monday\nTo: Ops\n"
                   "Subject: Alert 1\n\nX"),
    "gmx": ("outlook", 'Gesendet: Montag, 23. November 2026 um 09:14 Uhr\nVon: "Hannah Reid" <h@x.example>\n'
            "An: o@x.example\nBetreff: Alert 1\n\nX"),
    "one line alone": ("outlook", "From: Hannah Reid <h@x.example> Sent: 23 November 2026 To: Ops Subject: "
                                  "Alert 1\n\nX"),
    "star behind the label": ("outlook", "From*: * Hannah Reid <h@x.example>\nSent*:* today\nSubject*:* Alert "
                                         "1\n\nX"),
    "unknown line inside": ("outlook", "From: Hannah Reid <h@x.example>\nSent: today\nHaste: great\n"
                            "To: Ops\nSubject: Alert 1\n\nX"),
    "unknown reply address": ("gmail", "---------- Forwarded message ---------\nFrom: Hannah Reid <h@x.example>\n"
                              "Date: today\nSubject: Alert 1\nTo: o@x.example\nJibu kwa: r@x.example\n\nX"),
    "yahoo on one line": ("yahoo", "  ----- Forwarded Message ----- From: Hannah Reid <h@x.example>To: "
                                   "o@x.exampleSent: "
                          "Monday, 23 November 2026 at 09:14:00 GMTSubject: Alert 1\n\nX"),
    "two openings": ("apple", "Begin forwarded message:\n\n> ---------- Forwarded message ---------\n"
                     "> From: Hannah Reid "
                     "<h@x.example>\n> Date: x\n> Subject: Alert 1\n>\n"
                     "> MPAN: 1012345678903\n>\n> The cover was removed."),
    "three openings": ("gmail", "---------- Forwarded message ---------\n-----Original Message-----\n\n"
                       f"-----Original Message-----\n{HEAD}\n\nX"),
    "bold address": ("gmail", "---------- Forwarded message ---------\nFrom: *Hannah Reid* <*h@x.example*>\nDate: x\n"
                     "Subject: Alert 1\nTo: o@x.example\n\nX"),
    "mailto a line below": ("outlook", "From: Hannah Reid\n[mailto:h@x.example]\nSent: 23 November 2026 09:14\n"
                            "To: Ops\nSubject: Alert 1\n\nX"),
    "sent and date": ("outlook", "From: Hannah Reid <h@x.example>\nSent: 23 November 2026 09:14\nDate: 23/11/2026\n"
                      "To: Ops\nSubject: Alert 1\n\nX"),
    "no opening, no date": ("outlook", "From: Hannah Reid <h@x.example>\nTo: o@x.example\nSubject: Alert 1\n\nX"),
    "quoted forward": ("quoted-forward", "On Mon, 23 Nov 2026 at 09:14, Hannah Reid <h@x.example> wrote:\n\n"
                       "> MPAN: 1012345678903\n>\n> The cover was removed."),
    "quoted forward without marks": ("quoted-forward", "See below.\n\nOn Mon, 23 Nov 2026 at 09:14, Hannah Reid "
                                     "<h@x.example> wrote:\n\nX"),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_each_odd_forward(name: str) -> None:
    form, text = ODD[name]
    told = original(text.replace("X", WORDS))
    assert told == (form, "h@x.example", "Hannah Reid", "Alert 1", WORDS)


def test_a_wrapped_subject_is_put_together() -> None:
    long = "Alert 1 for the meter point at the customer's premises in the"
    text = f"From: Hannah Reid <h@x.example>\nDate: today\nTo: Ops\nSubject: {long}\nHigh Street\n\n{WORDS}"
    assert original(text)[3:] == (f"{long} High Street", WORDS)


def test_words_directly_below_a_short_subject_are_no_part_of_it() -> None:
    text = f"From: Hannah Reid <h@x.example>\nDate: today\nTo: Ops\nSubject: Alert 1\nHigh Street\n\n{WORDS}"
    assert original(text)[3:] == ("Alert 1", f"High Street\n\n{WORDS}")


def test_facts_directly_below_a_header_block_are_no_part_of_it() -> None:
    facts = "MPAN: 1012345678903\nDate: 24/11/2026 09:05"
    assert original(f"From: Hannah Reid <h@x.example>\nSubject: Alert 1\n{facts}")[3:] == ("Alert 1", facts)


def test_a_name_and_two_other_lines_are_enough_under_a_prefix() -> None:
    text = f"From: Hannah Reid\nTo: Ops\nSubject: Alert 1\n\n{WORDS}"
    assert original(text) == ("outlook", "", "Hannah Reid", "Alert 1", WORDS)
