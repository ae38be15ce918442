"""One library each; nothing else imports it."""
