"""One long-lived job each: pickup owns mail, dispose decides it, deliver sends letters."""
