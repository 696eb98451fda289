"""Mails through the SMTP server of `offerwatch.toml`; never in the clear where TLS is asked for."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage

from crawler.config import Mail
from crawler.home import Home
from dashboards.alerts.channels import Undelivered

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def send(message: EmailMessage, home: Home) -> None:
    """Hand *message* to the server; returns only after the server has taken it."""
    mail = home.config.mail
    if not mail.host:
        raise Undelivered("offerwatch.toml: mail.host: not set; write the SMTP server", again=True)
    server: smtplib.SMTP | None = None
    try:
        server = _connected(mail)
        _login(server, mail, home.secrets.smtp_password)
        server.send_message(message)
        _leave(server)
    except (smtplib.SMTPException, OSError, ssl.SSLError) as error:
        raise _undelivered(error, mail) from error
    finally:
        if server is not None:
            server.close()


def _connected(mail: Mail) -> smtplib.SMTP:
    if mail.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=mail.timeout, context=context)
    server = smtplib.SMTP(mail.host, mail.port, timeout=mail.timeout)
    if mail.security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _login(server: smtplib.SMTP, mail: Mail, password: str) -> None:
    if not mail.username:
        return
    if mail.security == "none" and mail.host not in _LOOPBACK:
        raise Undelivered(
            "offerwatch.toml: mail.security: none would send the password in the clear; "
            "write starttls or tls",
            again=True,
        )
    server.login(mail.username, password)


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; what goes wrong now is no matter, for the message is taken."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()


def _undelivered(error: Exception, mail: Mail) -> Undelivered:
    """*error* as one line that says which server, what it said and what to do."""
    at = f"mail server {mail.host}:{mail.port}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _refused(f"{at} refuses this address", code, said)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        reason = f"{at} refuses mail.username or OFFERWATCH_SMTP_PASSWORD; mend them"
        return Undelivered(reason, again=True)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Undelivered(_missing(at, mail), again=mail.security == "starttls")
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(f"{at} refuses the mail", error.smtp_code, error.smtp_error)
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return Undelivered(f"{at} did not answer within {mail.timeout} seconds", again=True)
    if isinstance(error, ssl.SSLError):
        return Undelivered(f"{at}: no trusted TLS: {_line(error)}; check mail.security", again=True)
    return Undelivered(f"{at} cannot be reached or hung up: {_line(error)}", again=True)


def _refused(what: str, code: int, said: bytes | str) -> Undelivered:
    """Codes from 500 on are for good; below, the server asks to come again."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return Undelivered(f"{what}: {code} {_line(words)}", again=code < 500)


def _missing(at: str, mail: Mail) -> str:
    if mail.security == "starttls":
        return f"{at} offers no STARTTLS, so nothing was sent; mend it or mail.security"
    return f"{at} cannot do what this mail needs (a login, or an address that is not ASCII)"


def _line(said: object) -> str:
    """One printable line of at most 200 signs, for servers may say anything."""
    text = "".join(sign if sign.isprintable() else " " for sign in str(said))
    return " ".join(text.split())[:200]
