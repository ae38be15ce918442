"""Facts to decisions. Pure: the clock, the rules and the contact list are passed in."""
