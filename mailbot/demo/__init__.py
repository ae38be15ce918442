"""`mailbot demo`: the whole main job on embedded mail servers and sample mail, nothing to configure.

The servers are real IMAP and SMTP on loopback ports chosen free; the runners are the daemon's own. What is
shown is read back from the store that the run filled.
"""

from mailbot.demo.show import Outcome, run

__all__ = ["Outcome", "run"]
