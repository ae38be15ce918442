"""Real mail servers for the tests: Dovecot and Postfix on this machine, in a private folder, on free ports."""
