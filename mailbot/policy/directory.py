"""Looking names, MPIDs and addresses up in the Supplier Contact List.

Takes a Directory (the list as a value) and gives organisations, or the reason why there is not exactly one.
Matching is exact after normalising; a near match is only ever a candidate for a person. Never guesses.
"""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from mailbot.model.alert import Fuel
from mailbot.model.mail import Address
from mailbot.model.supplier import Directory, Organisation

_NOT_WORD = re.compile(r"[^\w]+")
_LEGAL_FORMS = frozenset({"ltd", "limited", "plc", "llp", "cic", "uk"})
_PIECES = re.compile(r"[()\[\]/;,|]|\s-\s|\s–\s|\bmpid\b:?", re.IGNORECASE)
_MPID = re.compile(r"[A-Z0-9]{3,4}")
NEAR = 0.84


def name_key(name: str) -> str:
    """What two spellings of one company share: no case, accents, punctuation or legal form; & is 'and'."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    words = _NOT_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return " ".join(words)


class Match(StrEnum):
    """How a name was found."""

    FOUND = "found"
    NEAR = "near"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Named:
    """The organisation a text names; for NEAR the candidate; None for UNKNOWN and AMBIGUOUS."""

    match: Match
    organisation: Organisation | None = None


def find(text: str, directory: Directory, fuel: Fuel = Fuel.NONE) -> Named:
    """The supplier that `text` names: an MPID, a name, an alias, or several of them that agree."""
    whole = _by_name(text, directory) or _by_mpid(text.strip(), directory, fuel)
    if whole:
        return _one_of(whole)
    pieces = [piece.strip() for piece in _PIECES.split(text) if piece and piece.strip()]
    found = [_by_name(piece, directory) or _by_mpid(piece, directory, fuel) for piece in pieces]
    known = {organisation.id: organisation for each in found for organisation in each}
    if len(pieces) > 1 and known:
        one = next(iter(known.values()))
        if len(known) > 1:
            return Named(Match.AMBIGUOUS)
        return Named(Match.FOUND if all(found) else Match.NEAR, one)
    return _near(text, directory)


def _one_of(organisations: tuple[Organisation, ...]) -> Named:
    if len(organisations) == 1:
        return Named(Match.FOUND, organisations[0])
    return Named(Match.AMBIGUOUS)


def _by_name(text: str, directory: Directory) -> tuple[Organisation, ...]:
    key = name_key(text)
    return tuple(each for each in directory.organisations if key and key in _keys(each))


def _keys(organisation: Organisation) -> tuple[str, ...]:
    return tuple(name_key(name) for name in (organisation.name, *organisation.aliases))


def _by_mpid(text: str, directory: Directory, fuel: Fuel) -> tuple[Organisation, ...]:
    if not _MPID.fullmatch(text):
        return ()
    return with_mpid(text, directory, fuel)


def with_mpid(mpid: str, directory: Directory, fuel: Fuel = Fuel.NONE) -> tuple[Organisation, ...]:
    """The organisations that hold an MPID; `fuel` narrows it where the MPID carries its own."""
    return tuple(
        each
        for each in directory.organisations
        if any(own.mpid == mpid and _fits(own.fuel, fuel) for own in each.mpids)
    )


def _fits(one: Fuel, other: Fuel) -> bool:
    return one is other or Fuel.NONE in {one, other}


def _near(text: str, directory: Directory) -> Named:
    by_key = {key: each for each in directory.organisations for key in _keys(each)}
    close = difflib.get_close_matches(name_key(text)[:200], by_key, n=1, cutoff=NEAR)
    return Named(Match.NEAR, by_key[close[0]]) if close else Named(Match.UNKNOWN)


def speaks_for(address: Address, directory: Directory) -> tuple[Organisation, ...]:
    """The organisations an address may speak for: those it is a current contact of, else by its domain.

    Exactly one means it speaks for that one; several prove none.
    """
    contacts = tuple(each for each in directory.organisations if is_contact(address, each))
    if contacts:
        return contacts
    return tuple(
        each for each in directory.organisations if address.domain and address.domain in each.domains
    )


def is_contact(address: Address, organisation: Organisation) -> bool:
    """Whether the address is one of the organisation's two current contacts."""
    return any(
        contact is not None and contact.email.casefold() == address.key
        for contact in (organisation.main, organisation.alternative)
    )
