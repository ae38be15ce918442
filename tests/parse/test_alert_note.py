"""What a forwarder's own sentences say of an alert: which of them a person must read, and which are ordinary."""

import pytest

from mailbot import rulebook
from mailbot.model.rulebook import Handling
from mailbot.parse.alert_note import speaks

_HOLD = """
The meter point may be wrong.
I think the MPAN might be next door's.
MPAN to be confirmed.
Not sure that this is the right MPAN.
I am unsure about the time.
We are not certain of the device.
This is probably a typo.
I guessed the supplier.
I typed the MPAN from memory.
The MPAN is made up.
I changed the MPAN.
The meter point could be wrong.
The time is an hour out, an hour behind or two hours behind.
Dates are in US format.
Hold off on this one until I ring you.
Please hold this.
Please wait.
Keep this for now.
Not yet.
Do not send this on.
Don't pass this on.
Must not be forwarded.
Not for onward transmission.
Not to be actioned.
No action.
No further action.
NFA
No need to pass this on.
On hold
Cancelled.
This has been superseded.
This alert was withdrawn.
Duplicate of the one from Monday.
Already passed on by telephone.
Sent in error.
This was raised by mistake.
Oops, wrong attachment.
Please ignore.
Disregard this.
Obsolete.
Sample only, to show you what our alerts look like.
This is an example.
For training.
UAT
Exercise, exercise.
Demo data.
Test message.
Row 2 only please.
All but the last one.
Everything except the gas meter.
Please send the second file.
The customer came back.
This meter is ours again.
They cooled off.
It was an erroneous transfer.
The site is returning to us.
You sent us this.
Why did we get it?
This is not our customer.
It is a data breach.
We were charged for this.
Please explain.
Last month you relayed one of these.
If this meter raised an alert, who is told?
Suppose the meter raised one.
Did the meter raise this alert?
It did not raise an alert.
Is this correct?
Bitte ignorieren.
Bitte warten.
Das ist nicht richtig.
Ne pas transmettre.
Niet doorsturen.
Peidiwch ag anfon hwn.
"""
_ORDINARY = """
For a customer who left us in February.
Please pass this on.
Please see below.
For your attention.
We no longer supply this site.
The new supplier is Cobalt.
Please forward to the new supplier.
Kindly action.
Hi team,
Hello all,
Good morning,
Kind regards
Many thanks
Thanks again.
Thank you for your help.
FYI
Please find attached the alerts to pass on.
See the attached alert.
This customer switched away in March.
The customer has moved to another supplier.
We are not the supplier.
We do not supply this meter.
We don't supply this site.
Not our customer any more.
They are no longer with us.
Please relay this to the registered supplier.
Please let me know if you need anything else.
If you have any questions please call.
Should you need more, ring the desk.
Do not hesitate to call.
One Critical Alert for you.
Two alerts for relay.
Alert received this morning.
The site is now supplied by Brightwater.
Could you pass this to the current supplier, please.
Received from the DCC today.
Forwarded as required under the SEC.
Best wishes, Pat
Sent from my iPhone
Our reference is 4471.
The new supplier is not a DCC User.
The new supplier is not known.
Change of supplier on 1 October 2026.
"""


@pytest.mark.parametrize("sentence", _HOLD.strip().splitlines())
def test_a_person_reads_it_first(sentence: str) -> None:
    assert speaks(sentence)


@pytest.mark.parametrize("sentence", _ORDINARY.strip().splitlines())
def test_an_ordinary_sentence_lets_it_go(sentence: str) -> None:
    assert not speaks(sentence)


def test_the_names_of_alerts_that_are_passed_on_say_nothing_else() -> None:
    codes = rulebook.load_default().codes.values()
    assert not [each.name for each in codes if each.relay is Handling.RELAY and speaks(each.name)]
