"""A board that lives: threads get replies, edits and deletions between two crawls."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha1

from tests.server import Answer, link, page, post

START = datetime(2026, 3, 1, 10, tzinfo=UTC)


@dataclass
class Living:
    """Threads by number, each a list of [key, text, minute]; lists show the newest first.

    With *mute* lists say nothing of their threads; with *newest_first* threads begin with the
    newest post; when *blocked* their pages answer without any; with
    *never_404* a thread without posts answers all the same; the list lacks *hidden* ones.
    """

    per_page: int = 3
    per_list: int = 4
    mute: bool = False
    newest_first: bool = False
    blocked: bool = False
    never_404: bool = False
    hidden: set[int] = field(default_factory=set)
    threads: dict[int, list[list]] = field(default_factory=dict)
    keys: int = 0

    def new(self, thread: int, posts: int = 1) -> None:
        """A thread with so many posts, or more of them."""
        for _ in range(posts):
            self.keys += 1
            text = f"We look for two people for the harvest, note {self.keys} of this board"
            self.threads.setdefault(thread, []).append([str(self.keys), text, self.keys])

    def drop(self, key: str) -> None:
        """One post is taken away."""
        for thread, posts in self.threads.items():
            self.threads[thread] = [one for one in posts if one[0] != key]

    def edit(self, key: str, text: str) -> None:
        """A post gets other words; nothing else shows it."""
        for posts in self.threads.values():
            for one in posts:
                one[1] = text if one[0] == key else one[1]

    def get(self, path: str, default: Answer) -> Answer:
        """What the server answers at *path*."""
        if path == "/":
            body = page(link("board", "/b"))
        elif path.startswith("/b"):
            body = self.list(int(path.partition("p=")[2] or 1))
        elif path.startswith("/t?t=") and self.has(int(path[5:].partition("&")[0])):
            thread, _, number = path[5:].partition("&p=")
            body = self.thread(int(thread), int(number or 1))
        else:
            return default
        return Answer(body, headers={"ETag": f'"{sha1(body).hexdigest()}"'})

    def has(self, thread: int) -> bool:
        """Whether a thread's pages answer."""
        return bool(self.threads.get(thread)) or (self.never_404 and thread in self.threads)

    def list(self, number: int) -> bytes:
        """One page of the list of threads."""
        order = sorted(
            self.threads, key=lambda one: -max((p[2] for p in self.threads[one]), default=0)
        )
        order = [one for one in order if self.threads[one] and one not in self.hidden]
        shown = order[(number - 1) * self.per_list : number * self.per_list]
        rows = [self.row(one) for one in shown]
        more = link("next", f"/b?p={number + 1}") if number * self.per_list < len(order) else ""
        return page("".join(rows) + more, name="Work")

    def row(self, thread: int) -> str:
        """A thread in the list."""
        posts = self.threads[thread]
        said = f' data-last="{at(posts[-1])}" data-replies="{len(posts) - 1}"'
        return f'<a class="thread" href="/t?t={thread}"{"" if self.mute else said}>{thread}</a>'

    def thread(self, thread: int, number: int) -> bytes:
        """One page of a thread; none shows no posts."""
        posts = self.threads[thread][:: -1 if self.newest_first else 1]
        posts = [] if self.blocked else posts
        shown = posts[(number - 1) * self.per_page : number * self.per_page]
        more = number * self.per_page < len(posts)
        onward = link("next", f"/t?t={thread}&p={number + 1}") if more else ""
        return page("".join(post(p[1], p[0], at=at(p)) for p in shown) + onward, thread=str(thread))


def at(one: list) -> str:
    """When a post was made."""
    return (START + timedelta(minutes=one[2])).isoformat()
