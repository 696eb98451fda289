"""Mails as .eml files in the home's `data/mail`, for the demo and for a look before a server is set."""

import os
from email.message import EmailMessage

from crawler.home import Home
from dashboards.alerts.channels import Undelivered


def send(message: EmailMessage, home: Home) -> None:
    """Write *message* whole or not at all; the same message again replaces its file."""
    folder = home.data / "mail"
    name = message["Message-ID"].strip("<>").partition("@")[0]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{name}.part"
        with part.open("wb") as out:
            out.write(message.as_bytes())
            out.flush()
            os.fsync(out.fileno())
        part.replace(folder / f"{name}.eml")
    except OSError as error:
        raise Undelivered(f"{folder}: cannot be written: {error.strerror}", again=True) from error
