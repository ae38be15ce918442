"""What a forwarder writes of its own accord about the alert it forwards -> whether a person must read it first.

Takes a sentence of the sender's own words, or of a remark beside the facts; answers whether it says more than the
ordinary story of such a mail ('a customer who left us in February', 'please pass this on'). Doubt, waiting, withdrawal,
tests, a choice among several, a customer who came back, complaints, conditions: a person reads them. The words are many
on purpose, since relaying is for plain mail. Linear in the text, never raises.
"""

import re
from typing import Final

_WORD: Final = re.compile(r"[\w'-]{1,40}")
_CURLY: Final = {ord("\u2019"): "'", ord("\u2018"): "'", ord("\u00a0"): " "}
_LONGEST: Final = 4_000

# A sentence with one of these words is for a person: doubt, waiting, withdrawal, tests, some of several, a customer who
# came back, complaints, conditions and denials, some of them in the other languages that people here write.
_LISTED: Final = """
    again already altered amended anwybyddu anwybyddwch aren't attendre breach can't cancel canceled
    cancelled cancelling cancels cannot charged complain complained complaint complaints cooled-off
    cooling-off corrected correction ddim demo did didn't disregard don't doubt doubtful doubts dummy duplicate
    duplicates edited erroneous erroneously example examples except excluding exercise explain go-ahead
    guess guessed guessing hasn't haven't if ignore ignorieren ignoriert incorrect instead invalid
    investigate investigated investigating invoice invoiced isn't kein keine keinen maybe mistake mistaken
    mistakenly mistakes mustn't needn't negeren never nfa nicht nid niet obsolete only oops ours pas
    peidiwch pending perhaps possibly prawf probably questionable re-registered relayed replaced replaces
    reregistered retained returned returning sample samples scrap shouldn't simulated simulation stop
    superseded supersedes suppose supposing tbc test testing tests till training typo typos uat uncertain
    unless unsure until unverified void wachten wait warten wasn't weren't whether why withdraw withdrawn
    withdrew won't wrong wrongly
"""
_WORDS: Final = frozenset(_LISTED.split())
_PHRASES: Final = re.compile(
    r"\b(?:(?:may|might|could)(?: well)? (?:be|belong|have)|not (?:[^\W_]{1,12} )?(?:sure|certain|clear|confirmed)|"
    r"(?:i|we) (?:think|suspect|assume)|to be confirmed|from memory|made up|next door|looks? (?:odd|strange)|"
    r"changed the|updated the|should (?:be|have been|read)|"
    r"hold (?:off|on|this|these|it|fire|back)|on hold|not yet|no need|do not|must not|should not|need not|"
    r"not (?:for|to be|be|pass|forward|send|relay|action|process|required|needed|real|live|genuine|our|the)|"
    r"no (?:further )?action|keep (?:this|it)|in error|out of date|"
    r"all but|apart from|other than|rather than|just the|rows? [0-9]{1,4}|lines? [0-9]{1,4}|"
    r"the (?:first|second|third|last|top|bottom|other|latter|former) (?:one|ones|row|line|file|alert|mail|table|sheet)|"
    r"back with|came back|come back|coming back|cooled off|cooling off|"
    r"you (?:have )?sent|from you|last (?:week|month|year)(?:'s| you)|who(?:se)? (?:is|it is)|"
    r"was not|were not|is not|are not|what happens|(?:correct|right|true|sure)\?|"
    r"hours? (?:out|off|behind|ahead|fast|slow|early|late)|us format|us dates?|american|mm/dd|month first)(?![\w'])"
)
# What ordinary mail says with such words.
_ORDINARY: Final = re.compile(
    r"\b(?:(?:thanks?|thank you) again|(?:if|should) you (?:have|need|require|want|would like)\b[^.!?;]{0,80}|"
    r"let (?:me|us) know if [^.!?;]{0,80}|if in doubt (?:ring|call|ask|contact)|do not hesitate|don't hesitate|"
    r"(?:(?:is|are) )?not known|not (?:a )?dcc users?|"
    r"(?:do not|don't|no longer|not)(?: now)?(?: the)?(?: registered| current)? suppl(?:y|ies|ied|ier|iers)|"
    r"not our customer any ?(?:more|longer)|no longer (?:ours|with us)|"
    r"(?:do not|don't|not) (?:use|using|on) (?:the )?(?:dcc|smart[- ]meter network|network)|"
    r"(?:do not|don't) have (?:any |the |their )?(?:contact|details)|"
    r"should be (?:sent|forwarded|passed|relayed|handled|given|delivered|actioned) (?:on )?to|"
    r"only (?:came|arrived|reached)|level ended or cancelled|as already (?:agreed|discussed|mentioned|promised))\b"
)


def speaks(sentence: str) -> bool:
    """Whether a sentence says anything that a person must read before the alert goes on."""
    lowered = " ".join(sentence[:_LONGEST].translate(_CURLY).casefold().split())
    return _hit(lowered) and _hit(_ORDINARY.sub(" ", lowered))


def _hit(lowered: str) -> bool:
    words = (each.strip("'-_") for each in _WORD.findall(lowered))
    return not _WORDS.isdisjoint(words) or bool(_PHRASES.search(lowered))
