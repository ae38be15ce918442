"""mailbot: passes forwarded Critical Alerts on to the supplier that serves the meter point."""

__version__ = "0.1.0"
