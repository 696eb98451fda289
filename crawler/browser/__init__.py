"""Pages that need JavaScript, in a Chromium that has no way to the network but our own downloads."""

import os
import shutil

from crawler.failure import Failure

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoBrowser(Failure):
    """There is no browser to show pages in; the message says what to do."""


def find(named: str = "") -> str:
    """The path of the browser: *named*, else the first that is installed. Raises NoBrowser."""
    if named:
        found = shutil.which(named)
        if not found:
            raise NoBrowser(
                f"crawl.browser or OFFERWATCH_CHROMIUM: no browser at {named}; name Chromium's path"
            )
        return found
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise NoBrowser(
        "render: true needs a Chromium and none is installed; install one (Debian: apt install"
        " chromium) or name it with OFFERWATCH_CHROMIUM or crawl.browser in offerwatch.toml"
    )


def need_driver() -> None:
    """Raises NoBrowser when what drives the browser is not installed."""
    try:
        import scrapy_playwright  # noqa: F401
    except ImportError as error:
        raise NoBrowser(
            "render: true needs the extra `browser`; install it with pip install -e '.[browser]'"
        ) from error


def launch_options(path: str, dead_end: int) -> dict[str, object]:
    """How Playwright starts the browser at *path*. The port *dead_end* of this machine is its only
    way out and leads nowhere: what a page does by itself (redirects of sub-requests, workers,
    WebSockets, beacons, prefetches, WebRTC) ends there."""
    return {
        "executable_path": path,
        "chromium_sandbox": os.geteuid() != 0,  # Chromium refuses to be root in a sandbox
        "env": {"PATH": os.defpath},  # the home's secrets are no business of a page
        "args": [
            f"--proxy-server=http://127.0.0.1:{dead_end}",
            "--proxy-bypass-list=<-loopback>",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--webrtc-ip-handling-policy=disable_non_proxied_udp",
            "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
            "--disable-quic",
            "--dns-prefetch-disable",
            "--no-pings",
            "--blink-settings=imagesEnabled=false",
            "--js-flags=--max-old-space-size=256",
            "--disable-gpu",
        ],
    }
