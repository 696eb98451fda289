"""One page shown in the browser; every request it makes is made by our own downloads instead."""

import asyncio
from contextlib import suppress
from itertools import count
from time import monotonic
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Route
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy_playwright.page import PageMethod

from crawler.browser.parts import Parts
from crawler.manners import NO_ANSWER, Refused, count_refusal, reason_of

WHOLE = 300.0  # seconds until a page is given up, downloads and all
QUIET = 1.5  # seconds without a download or a change, after which a page is taken to be finished
PATIENT = 15.0  # seconds after which one that never is quiet is taken as it stands
TRIES = 600  # requests of one page, refused ones too
_STEP = 0.1
_LENGTH = "document.documentElement ? document.documentElement.outerHTML.length : 0"
_number = count()


class Visit:
    """Shows *response* in the browser: `shown` is what its scripts made of it."""

    def __init__(self, crawler: Crawler, parts: Parts, response: Response) -> None:
        self.crawler, self.parts, self.response = crawler, parts, response
        self.largest = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self.longest = min(20.0, crawler.settings.getfloat("DOWNLOAD_TIMEOUT"))
        self.busy = crawler.settings.getfloat("OFFERWATCH_BUSY")
        self.page: Page | None = None
        self.begun = False
        self.under_way, self.tried, self.got, self.last = 0, 0, 0, monotonic()

    async def shown(self, handler: Any) -> Response:
        """The page as it stands when it is quiet. Raises Refused when it never is."""
        task = asyncio.ensure_future(handler.download_request(self._request()))
        try:
            return await self._within(task)
        except PlaywrightError as error:
            raise Refused("render_failed", _say(error, handler, self.response.url)) from error
        finally:
            task.cancel()
            await self._close(handler)

    def _request(self) -> Request:
        context = {
            "accept_downloads": False,
            "service_workers": "block",
            "user_agent": self.crawler.settings["USER_AGENT"],
        }
        meta = {
            "playwright": True,
            "playwright_include_page": True,
            "playwright_context": f"visit-{next(_number)}",
            "playwright_context_kwargs": context,
            "playwright_page_init_callback": self._begin,
            "playwright_page_goto_kwargs": {"wait_until": "load", "timeout": 0},
            "playwright_page_methods": [PageMethod(self._settle)],
        }
        return Request(self.response.url, meta=meta)

    async def _within(self, task: "asyncio.Future[Response]") -> Response:
        """What *task* brings, unless the page is busy with itself for too long."""
        busy, began = 0.0, monotonic()
        while not task.done():
            await asyncio.wait({task}, timeout=_STEP)
            busy += _STEP if self.page and not self.under_way else 0
            if busy > self.busy or monotonic() - began > WHOLE:
                raise Refused("render_timeout", f"{self.response.url}: its scripts never end")
        return task.result()

    async def _begin(self, page: Page, _: Request) -> None:
        self.page = page
        page.context.on("page", lambda opened: opened.close())
        await page.route("**", self._answer)

    async def _answer(self, route: Route) -> None:
        """Answer a request of the page, or abort it; the browser never makes it itself."""
        self.under_way += 1
        try:
            with suppress(PlaywrightError):  # the page may be closed by now
                await self._fulfil(route)
        finally:
            self.under_way -= 1

    async def _fulfil(self, route: Route) -> None:
        try:
            got = await self._fetched(route)
        except NO_ANSWER as error:
            count_refusal(self.crawler, *reason_of(error))
            got = None
        if got is None:
            await route.abort()
            return
        kept = ("content-type", "access-control-allow-origin", "access-control-allow-credentials")
        told = {name: value for name in kept if (value := got.headers.get(name))}
        headers = {name: value.decode("latin-1") for name, value in told.items()}
        await route.fulfill(status=got.status, headers=headers, body=got.body)

    async def _fetched(self, route: Route) -> Response | None:
        asked = route.request
        address = asked.url.partition("#")[0]
        if _is_page(route, self.page):
            if not self.begun and address == self.response.url.partition("#")[0]:
                self.begun = True
                return self.response
            return await self._download(address, "document", {})
        if asked.method != "GET":
            raise Refused("method", f"{address}: nothing is ever sent to a site")
        if (skipped := self.parts.skips(asked.resource_type, address)) is not None:
            self.crawler.stats.inc_value(f"offerwatch/skipped/{skipped}")
            return None
        return await self._download(address, asked.resource_type, asked.headers)

    async def _download(self, address: str, kind: str, said: dict[str, str]) -> Response:
        """A part of the page, by the way every page goes: allowed hosts, robots.txt, delays, limits."""
        if kept := self.parts.kept(address):
            return kept
        self.tried += 1
        if self.got >= self.parts.most or self.tried > TRIES:
            raise Refused(
                "parts", f"{self.response.url} asks for more than {self.parts.most} parts"
            )
        names = ("accept", "x-requested-with")
        headers = {name: said[name] for name in names if name in said}
        meta = {"offerwatch_part": kind, "dont_retry": True, "download_timeout": self.longest}
        request = Request(address, callback=NO_CALLBACK, headers=headers, meta=meta)
        got = await self.crawler.engine.download_async(request)
        self.got, self.last = self.got + 1, monotonic()
        self.parts.keep(address, kind, got)
        return got

    async def _settle(self, page: Page) -> None:
        """Wait until the page is quiet, stop its scripts, and see that it is not too large."""
        tools = await page.context.new_cdp_session(page)
        began = self.last = monotonic()
        size = 0
        while self.under_way or monotonic() - self.last < QUIET:
            if monotonic() - began > PATIENT:
                break
            await asyncio.sleep(2 * _STEP)
            before, size = size, await _size(tools)
            self.last = self.last if size == before else monotonic()
        await tools.send("Emulation.setScriptExecutionDisabled", {"value": True})
        if await _size(tools) > self.largest:
            raise Refused("too_large", f"{page.url} is larger than {self.largest} once shown")

    async def _close(self, handler: Any) -> None:
        """Close the page; where it hangs, the whole browser, which is then started anew."""
        closings = (self.page.context.close, handler.browser.close) if self.page else ()
        for closing in closings:
            with suppress(PlaywrightError, TimeoutError):
                await asyncio.wait_for(closing(), 5)
                break


def _is_page(route: Route, page: Page | None) -> bool:
    asked = route.request
    try:
        return asked.is_navigation_request() and page is not None and asked.frame == page.main_frame
    except PlaywrightError:  # a worker's: it has no frame
        return False


def _say(error: PlaywrightError, handler: Any, url: str) -> str:
    if "BrowserType.launch" not in str(error):
        return f"{url}: the browser: {str(error).splitlines()[0]}"
    path = handler.config.launch_options["executable_path"]
    return (
        f"{path} does not start; try {path} --headless --dump-dom about:blank; where its sandbox cannot"
        " work, let OFFERWATCH_CHROMIUM name a script that starts it with --no-sandbox"
    )


async def _size(tools: Any) -> int:
    """How long the page's markup is; 0 while it changes to another. Measured where no script of the
    page can lie."""
    try:
        frame = (await tools.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
        world = await tools.send("Page.createIsolatedWorld", {"frameId": frame})
        asked = {"expression": _LENGTH, "contextId": world["executionContextId"]}
        said = await tools.send("Runtime.evaluate", asked)
    except PlaywrightError:
        return 0
    return int(said["result"].get("value", 0))
