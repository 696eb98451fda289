"""What a shown page is made of: which parts are fetched, and those many pages share."""

from collections import OrderedDict
from urllib.parse import urlsplit

from scrapy.http import Response

WANTED = ("script", "stylesheet", "xhr", "fetch")
_SHARED = ("script", "stylesheet")
_PICTURES = (
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".ico", ".svg", ".tif", ".tiff",
    ".heic", ".mp3", ".mp4", ".m4a", ".ogg", ".ogv", ".opus", ".wav", ".webm", ".mov", ".avi",
    ".m3u8", ".ts.gz", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".pdf", ".zip",
)  # fmt: skip


class Parts:
    """The parts of the pages of one crawl; `most` are fetched for one page."""

    def __init__(self, most: int = 60, room: int = 20 * 1024 * 1024) -> None:
        self.most, self.room, self.held = most, room, 0
        self.shared: OrderedDict[str, Response] = OrderedDict()

    def skips(self, kind: str, address: str) -> str | None:
        """What a part is called that is never asked for; None when it is fetched."""
        if kind not in WANTED:
            return "frame" if kind == "document" else kind
        return "media" if urlsplit(address).path.lower().endswith(_PICTURES) else None

    def kept(self, address: str) -> Response | None:
        """A script or style that an earlier page asked for."""
        return self.shared.get(address)

    def keep(self, address: str, kind: str, got: Response) -> None:
        """Keep a script or style for the next pages; the oldest go when there is no room."""
        if kind not in _SHARED or got.status != 200:
            return
        self.shared[address] = got
        self.held += len(got.body)
        while self.held > self.room:
            _, gone = self.shared.popitem(last=False)
            self.held -= len(gone.body)
