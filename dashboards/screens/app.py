"""The screens: the queue, the search and the verdicts of one home, over HTTP, without JavaScript."""

import getpass
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs, urlencode

from fastapi import FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from crawler.home import Home
from crawler.items import Status
from dashboards.reasons import own_titles
from dashboards.screens import guard, queue, sources
from dashboards.screens.cards import card
from dashboards.screens.search import Finder
from index.desk import Desk
from index.rows import Rows

HERE = Path(__file__).parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MOST_FORM, MOST_REASON = 10_000, 500


def create_app(home: Home, hosts: Sequence[str] = (), by: str | None = None) -> FastAPI:
    """The application over *home*; it answers to loopback names and *hosts* only, decides as *by*."""
    rows, finder = Rows(home.rows), Finder(home)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        finder.close()
        rows.close()

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=life)
    app.middleware("http")(guard.add_headers)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOOPBACK, *hosts], www_redirect=False)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    _routes(app, Pages(home, rows, finder, by or getpass.getuser()))
    return app


class Pages:
    """What each address answers with."""

    def __init__(self, home: Home, rows: Rows, finder: Finder, by: str) -> None:
        self.home, self.rows, self.finder, self.by = home, rows, finder, by
        self.key = home.key()
        self.templates = Jinja2Templates(directory=HERE / "templates")

    def show(self, request: Request, name: str, code: int = 200, **said: object) -> Response:
        """A page with what every page has."""
        every = {"counts": queue.counts(self.rows), "token": guard.token(self.key), "q": ""}
        return self.templates.TemplateResponse(request, name, every | said, status_code=code)

    def lane(self, request: Request, lane: str, status: str, page: int) -> Response:
        """One page of a lane."""
        if lane not in queue.OPEN_LANES or status not in queue.STATUSES:
            raise HTTPException(404)
        found = queue.read(self.rows, lane, status, page)
        own = own_titles(self.home)
        cards = [card(item.post, item.family, own=own) for item in found.items]
        return self.show(
            request, "queue.html", cards=cards, found=found, lane=lane, status=status,
            statuses=queue.STATUSES, done=self._done(request), back=_here(request),
        )  # fmt: skip

    def search(self, request: Request, text: str, after: str | None) -> Response:
        """One page of results."""
        answer = self.finder.find(self.rows, text, after)
        more = urlencode({"q": text, "after": answer.after}) if answer.after else ""
        return self.show(
            request, "search.html", q=text, answer=answer, more=more, later=bool(after),
            done=self._done(request), back=_here(request),
        )  # fmt: skip

    def sources(self, request: Request) -> Response:
        """How the sources stand."""
        found = sources.read(self.home, self.rows)
        return self.show(request, "sources.html", found=found, here="sources")

    def decide(self, request: Request, form: dict[str, str]) -> Response:
        """Write a verdict down and go back to where it was given."""
        if not guard.ours(request, form.get("token", ""), self.key):
            raise HTTPException(403, "That form is not from this page, or is out of date.")
        status, reason = _status(form), form.get("reason", "").strip()[:MOST_REASON]
        if status == "referred" and not reason:
            raise HTTPException(422, "To refer an item, say to whom and why. Go back and add it.")
        one = form.get("post", "")
        post = self.rows.get(one)
        if post is None or post.restricted:
            raise HTTPException(404)
        Desk(self.rows).decide(one, status, reason, self.by)
        return RedirectResponse(_back(form.get("back", "/"), one), 303)

    def _done(self, request: Request) -> object:
        """The post just decided, to say so and to offer it back."""
        one = request.query_params.get("done")
        post = self.rows.get(one) if one else None
        return None if post is None or post.restricted else card(post, own=own_titles(self.home))


def _routes(app: FastAPI, pages: Pages) -> None:
    @app.get("/")
    def front(
        request: Request,
        lane: str = "queue",
        status: str = "new",
        page: Annotated[int, Query(ge=1, le=10**6)] = 1,
    ) -> Response:
        return pages.lane(request, lane, status, page)

    @app.get("/search")
    def search(request: Request, q: str = "", after: str | None = None) -> Response:
        return pages.search(request, q, after)

    @app.get("/sources")
    def listed(request: Request) -> Response:
        return pages.sources(request)

    @app.post("/decide")
    async def decide(request: Request) -> Response:
        return await run_in_threadpool(pages.decide, request, await _form(request))

    @app.exception_handler(StarletteHTTPException)
    def failed(request: Request, error: StarletteHTTPException) -> Response:
        what = "There is no such page." if error.status_code == 404 else str(error.detail)
        return pages.show(request, "message.html", error.status_code, what=what)


def _status(form: dict[str, str]) -> Status:
    for one in queue.STATUSES:
        if one == form.get("status"):
            return one
    raise HTTPException(422, "There is no such verdict.")


async def _form(request: Request) -> dict[str, str]:
    """The fields of a small urlencoded form, each once."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_FORM:
            raise HTTPException(413, "That form is too long.")
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _here(request: Request) -> str:
    """This page's address without what was just decided."""
    left = [(k, v) for k, v in request.query_params.multi_items() if k != "done"]
    return request.url.path + (f"?{urlencode(left)}" if left else "")


def _back(path: str, one: str) -> str:
    """A path of our own only: never another host, however it is spelled."""
    if not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        path = "/"
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'done': one})}"
