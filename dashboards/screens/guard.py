"""What keeps the page to those it is for: headers, the form's token, and where a post may come from."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import Request, Response

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


async def add_headers(
    request: Request, go_on: Callable[[Request], Awaitable[Response]]
) -> Response:
    """Every answer carries HEADERS; only the style sheet may be kept by the browser."""
    response = await go_on(request)
    for name, value in HEADERS.items():
        response.headers[name] = value
    if request.url.path.startswith("/static/"):
        response.headers["Cache-Control"] = "max-age=300"
    return response


def token(key: bytes) -> str:
    """What a form of this home carries; another site cannot read it."""
    return hmac.new(key, b"screens form", hashlib.sha256).hexdigest()


def ours(request: Request, given: str, key: bytes) -> bool:
    """Whether a form was sent from our own page: its token, and the origin the browser names."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin and (origin == "null" or urlsplit(origin).netloc != request.headers.get("host")):
        return False
    if site not in (None, "same-origin", "none"):
        return False
    return hmac.compare_digest(given.encode(), token(key).encode())
