"""The heartbeat: an address that is fetched while all is well; the service behind it tells when that stops.

Takes the address, https (certificate and name verified) or http on this machine. Gives an empty string when the
answer was 2xx, else a sentence with the host alone: the path is a secret of its own. Never raises, never follows a
redirect, and reads nothing of the answer. 10 seconds for each step, and as long as the system takes to find the host.
"""

import ssl
import urllib.error
import urllib.request
from http.client import HTTPException
from urllib.parse import urlsplit

LIMIT_SECONDS = 10.0


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like any other: the address is the one that was configured."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        return None


def fetch(url: str, *, context: ssl.SSLContext | None = None) -> str:
    """Fetch it once. context: for a certificate authority that is not the system's."""
    host = urlsplit(url).hostname or "the heartbeat address"
    verified = urllib.request.HTTPSHandler(context=context or ssl.create_default_context())
    opener = urllib.request.build_opener(_NoRedirects, verified)
    request = urllib.request.Request(url, headers={"User-Agent": "mailbot"})  # noqa: S310  checked: https or loopback
    try:
        with opener.open(request, timeout=LIMIT_SECONDS):
            return ""
    except urllib.error.HTTPError as error:
        error.close()
        return f"{host} answered the heartbeat with {error.code}."
    except (OSError, HTTPException, ValueError) as error:
        why = getattr(error, "reason", None) or error
        return f"The heartbeat to {host} did not arrive ({type(why).__name__})."
