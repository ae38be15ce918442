"""What answers mean in the languages that suppliers write, and what they never mean; changes that are told of."""

import pytest

from mailbot import rulebook
from mailbot.model.limits import Limits
from mailbot.model.mail import Address, Mail
from mailbot.model.report import Meaning
from mailbot.parse import forward, reply

PHRASES = rulebook.load_default().phrases
PRIYA = Address("p.nair@brightwater.example", "Priya Nair")
RECEIVED, NOT_OURS, CONFIRMS, CHANGES = Meaning.RECEIVED, Meaning.NOT_OURS, Meaning.CONFIRMS, Meaning.CHANGES


def meaning(text: str) -> Meaning:
    mail = Mail(plain=text, subject="Re: Alert", from_=(PRIYA,))
    found = reply.read(mail, PHRASES, forward.layers(mail, Limits()), ())
    assert found is not None
    return found.meaning


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Derbyniwyd, diolch.\n\nCofion\nPriya", RECEIVED),
        ("Erhalten, vielen Dank!", RECEIVED),
        ("Guten Tag,\n\nwir bestätigen den Empfang.\n\nMit freundlichen Grüßen\nPriya Nair", RECEIVED),
        ("Bien reçu, merci.", RECEIVED),
        ("Bonjour,\n\nNous accusons réception.\n\nCordialement", RECEIVED),
        ("Ontvangen, dank u", RECEIVED),
        ("Recibido. Gracias.", RECEIVED),
        ("Ricevuto, grazie", RECEIVED),
        ("Otrzymaliśmy.\nPozdrawiam\nPriya", RECEIVED),
        ("Nid ein cwsmer ni.", NOT_OURS),
        ("Das ist nicht unser Kunde.", NOT_OURS),
        ("Nicht unser Kunde, wir beliefern diese Messstelle nicht.", NOT_OURS),
        ("Ce n’est pas notre client.", NOT_OURS),
        ("Dit is niet onze klant.", NOT_OURS),
        ("Hola,\n\nno es nuestro cliente.\n\nSaludos\nPriya", NOT_OURS),
        ("Non è un nostro cliente", NOT_OURS),
        ("To nie jest nasz klient.", NOT_OURS),
        ("Cadarnhawyd", CONFIRMS),
        ("Bestätigt, danke", CONFIRMS),
        ("Confirmé.", CONFIRMS),
        ("Geen wijzigingen", CONFIRMS),
        ("Sin cambios, gracias", CONFIRMS),
        ("Nessuna modifica", CONFIRMS),
        ("Bez zmian", CONFIRMS),
    ],
)
def test_the_main_languages(text: str, wanted: Meaning) -> None:
    assert meaning(text) is wanted


@pytest.mark.parametrize(
    "text",
    [
        "Unser Hauptkontakt ist Priya. Bitte ändern Sie die Nummer.",
        "Our main contact has left, please use Tom Ashby.",
        "The new telephone number is 0113 496 0203.",
        "Please update the alternative contact to Tom Ashby.",
        "Tom Ashby is our new main contact",
        "Received. Please replace Ann Lowe by Tom Ashby.",
        "Veuillez mettre à jour notre contact.",
        "Il nuovo numero è 0113 496 0203.",
        "Nowy numer to 0113 496 0203.",
        "Main contact no longer works here",
    ],
)
def test_changes_are_told_of(text: str) -> None:
    assert meaning(text) is CHANGES


@pytest.mark.parametrize(
    "text",
    [
        # not plain, or more than that
        "Not correct",
        "Yes, but the number is wrong",
        "Yes but no",
        "Confirmed?",
        "Is that confirmed?",
        "Confirmed, I think",
        "Confirmed, haha",
        "Correct me if I am wrong",
        "No changes, except the telephone number",
        "Nicht bestätigt",
        "Bestätigt, aber die Nummer ist falsch",
        "Confirmé sauf le numéro",
        "Nicht erhalten",
        "Pas reçu",
        "Nicht unser Kunde. Cobalt hat ihn im Mai übernommen.",
        "Nicht unser Kunde?",
        "Das ist doch nicht unser Kunde, oder?",
        "Erhalten. Cobalt beliefert diesen Zähler.",
        "Hallo Cobalt beliefert diesen Zähler. Erhalten.",
        "Bonjour Cobalt l'a repris. Bien reçu.",
        "Not ours. Aber wir wissen, wem er gehört.",
        "Not ours. Mais nous savons.",
        # no change
        "Should we use the new number?",
        "The contact has not changed, please update nobody.",
        "The meter has changed hands",
        "Please look at the new number",
    ],
)
def test_what_is_not_plain_is_unclear(text: str) -> None:
    assert meaning(text) is Meaning.UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, received",
        "Received, thank you",
        "Received and noted",
        "Ok, received.",
        "Erhalten",
    ],
)
def test_a_receipt_never_confirms(text: str) -> None:
    assert meaning(text) in (RECEIVED, Meaning.UNCLEAR)


@pytest.mark.parametrize(
    "words", ["Not ours", "Confirmed", "Received", "Please resend", "The new number is 1"]
)
@pytest.mark.parametrize(
    "quote",
    [
        "> {}",
        "On Mon, 23 Nov 2026 at 10:05, SECAS <alerts@secas.example> wrote:\n\n{}",
        "Am 23.11.2026 um 10:05 schrieb SECAS:\n> {}",
        "-----Original Message-----\nFrom: SECAS\nSent: today\nTo: us\nSubject: Alert\n\n{}",
        "From: SECAS <alerts@secas.example>\nSent: 23 November 2026 10:05\nTo: Priya\nSubject: Alert\n\n{}",
        "-- \nPriya\n{}",
    ],
)
def test_quoted_words_are_nobody_s(quote: str, words: str) -> None:
    assert meaning(f"Hm.\n\n{quote.format(words)}") is Meaning.UNCLEAR
    assert meaning(quote.format(words)) in (
        Meaning.UNCLEAR,
        CHANGES if quote.startswith("--") else Meaning.UNCLEAR,
    )
