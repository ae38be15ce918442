"""Protected connections to our mail hosts: the TLS context, and what a failed handshake means.

Takes the security setting, host, port and the CA file of the configuration. Gives an ssl.SSLContext that
verifies the certificate and its name (RFC 9325, RFC 6125), and sentences for a person. A connection without
TLS is refused unless the host is this machine. It never connects, and never turns verification off.
"""

import ipaddress
import ssl
from pathlib import Path

from mailbot.model.configuration import Security
from mailbot.model.errors import PermanentFailure

# Reasons OpenSSL gives when the other side does not speak TLS at all.
_NOT_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG", "UNKNOWN_PROTOCOL")

# X509_V_ERR_* of OpenSSL, and what a person does about each.
_CERTIFICATE = {
    10: "it has expired; its owner must renew it",
    9: "it is not valid yet; compare this machine's clock with the certificate",
    18: "it is signed by itself; set ca_file to that certificate if you trust it",
    19: "its authority is not known here; set ca_file to the certificate of the authority that signed it",
    20: "its authority is not known here; set ca_file to the certificate of the authority that signed it",
    62: "it is for another name; set host to the name the certificate is for",
    64: "it is not for this IP address; set host to the name the certificate is for",
}


def is_loopback(host: str) -> bool:
    """True for 127.0.0.0/8, ::1 and localhost: traffic that never leaves this machine."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def require_protection(security: Security, host: str, port: int) -> None:
    """PermanentFailure when the connection would carry a password and mail unprotected over a network."""
    if security is Security.NONE and not is_loopback(host):
        raise PermanentFailure(
            f'security = "none" is allowed on this machine only, and {host}:{port} is another one. '
            'Set security to "tls" or "starttls".'
        )


def client_context(ca_file: Path | None) -> ssl.SSLContext:
    """A context that verifies certificate and name, by `ca_file` alone where it is given.

    PermanentFailure when that file cannot be read as certificates.
    """
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ValueError) as error:
        raise PermanentFailure(
            f"The ca_file {ca_file} cannot be used ({_reason(error)}). It must be a readable file of PEM certificates."
        ) from None


def is_final(error: ssl.SSLError) -> bool:
    """True when trying again cannot help: the certificate is refused, or the port speaks no TLS."""
    return isinstance(error, ssl.SSLCertVerificationError) or _speaks_no_tls(error)


def sentence(error: ssl.SSLError, where: str) -> str:
    """What went wrong in the handshake with `where` (host:port), and what to do."""
    if isinstance(error, ssl.SSLCertVerificationError):
        why = _CERTIFICATE.get(error.verify_code, f"OpenSSL says: {error.verify_message}")
        return f"The certificate of {where} is refused: {why}."
    if _speaks_no_tls(error):
        return f"{where} does not speak TLS on this port: check port and security in the configuration."
    return f"No protected connection to {where} could be made ({_reason(error)}); it is tried again."


def _speaks_no_tls(error: ssl.SSLError) -> bool:
    return getattr(error, "reason", None) in _NOT_TLS  # errors raised in Python code carry none


def _reason(error: OSError | ValueError) -> str:
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return str(reason).replace("_", " ").lower()
