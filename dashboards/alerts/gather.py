"""What is new for one person: families of their watches, restricted notices, sources that fail."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from crawler.config import Person
from crawler.items import RESTRICTED, Post
from index import runs
from index.desk import Desk, Watch
from index.rows import Rows
from index.tables import posts

MOST = 50  # families, or notices, of one mail; the others follow in the next
LATE = 10  # runs after which nobody need hear of trouble that is over
_BATCH = 500
Finder = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Family:
    """Posts of one text, told as one: the first of them, how many, and the ids that are told."""

    post: Post
    size: int
    ids: tuple[str, ...]


@dataclass(slots=True)
class Section:
    """What one watch found; its name is empty for the queue itself."""

    name: str
    families: list[Family]


@dataclass(slots=True)
class News:
    """All that one person is told in one mail; `more` is what the next one will hold."""

    person: Person
    sections: list[Section] = field(default_factory=list)
    restricted: list[Post] = field(default_factory=list)
    crawls: list[runs.Streak] = field(default_factory=list)
    more: int = 0

    @property
    def count(self) -> int:
        """How many families the mail shows."""
        return sum(len(section.families) for section in self.sections)

    def subjects(self) -> list[str]:
        """What the told-log keeps of this mail, sorted."""
        told = [one for s in self.sections for family in s.families for one in family.ids]
        told += [_notice(post) for post in self.restricted]
        return sorted(told + [one for streak in self.crawls for one in _of_streak(streak)])


class Gathering:
    """Works out news from the rows and the desk; *find* gives the ids a query finds."""

    def __init__(self, rows: Rows, find: Finder) -> None:
        self.rows, self.desk, self.find = rows, Desk(rows), find

    def news(self, person: Person, *, urgent: bool = False) -> News:
        """What *person* was not told yet; with *urgent* only what cannot wait for the digest."""
        news = News(person)
        if "child" in person.roles:
            self._restricted(news)
        if "operator" in person.roles:
            self._crawls(news)
        if not urgent:
            self._watches(news)
        return news

    def watches(self, person: Person) -> list[Watch]:
        """The watches of *person*."""
        return [watch for watch in self.desk.watches() if watch.person == person.name]

    def found(self, watch: Watch) -> list[Post]:
        """The open posts a watch finds now, dismissed ones left out, highest first."""
        ids = list(self.find(watch.query))
        batches = (self.rows.many(ids[n : n + _BATCH]) for n in range(0, len(ids), _BATCH))
        fresh = (post for batch in batches for post in batch)
        return _ordered(post for post in fresh if _open(post) and post.status != "dismissed")

    def _watches(self, news: News) -> None:
        mine, shown = self.watches(news.person), set[str]()
        for watch in mine:
            self._section(news, watch.name, self.found(watch), shown)
        if "analyst" in news.person.roles:
            queue = self.rows.where(posts.c.lane == "queue", posts.c.status == "new")
            self._section(news, "", _ordered(queue), shown)

    def _section(self, news: News, name: str, found: Sequence[Post], shown: set[str]) -> None:
        """The untold families among *found* that no earlier section shows, as far as there is room."""
        families = [f for f in self.untold(news.person, found) if not shown & {*f.ids}]
        room = max(0, MOST - news.count)
        news.more += len(families[room:])
        shown.update(one for family in families for one in family.ids)
        if families[:room]:
            news.sections.append(Section(name, families[:room]))

    def untold(self, person: Person, found: Sequence[Post]) -> list[Family]:
        """The families of *found* that are news: told never, or decided and now new again."""
        members = self._members(found)
        every = {post.id for family in members.values() for post in family}
        new = self.desk.untold(person.name, sorted(every))
        groups: dict[str, list[Post]] = {}
        for post in found:
            groups.setdefault(_name(post), []).append(post)
        return [
            Family(mine[0], len(members[name]), tuple(sorted(post.id for post in members[name])))
            for name, mine in groups.items()
            if _is_news(mine, members[name], new)
        ]

    def _members(self, found: Sequence[Post]) -> dict[str, list[Post]]:
        """Every open kept member of the families of *found*, by name."""
        families: dict[str, list[Post]] = {_name(post): [post] for post in found}
        named = sorted({post.cluster for post in found if post.cluster})
        for n in range(0, len(named), _BATCH):
            kept = self.rows.where(posts.c.cluster.in_(named[n : n + _BATCH]))
            for name in named[n : n + _BATCH]:
                families[name] = [post for post in kept if post.cluster == name and _open(post)]
        return families

    def _restricted(self, news: News) -> None:
        kept = self.rows.where(posts.c.lane.in_(sorted(RESTRICTED)), posts.c.status == "new")
        new = self.desk.untold(news.person.name, [_notice(post) for post in kept])
        untold = [post for post in kept if _notice(post) in new]
        untold.sort(key=lambda post: (post.lane != "child", post.id))
        news.restricted, news.more = untold[:MOST], news.more + len(untold[MOST:])

    def _crawls(self, news: News) -> None:
        """Sources that fail, once each time they begin to; and once when one is well again, if it
        was told that it failed or nobody could be told in time."""
        known = [(streak, _of_streak(streak)) for streak in runs.streaks(self.rows)]
        new = self.desk.untold(news.person.name, [one for _, said in known for one in said])
        for streak, said in known:
            late = streak.since > LATE and said[-1] in new
            if said[0] in new and not late:
                news.crawls.append(streak)


def _of_streak(streak: runs.Streak) -> list[str]:
    """What the told-log calls a streak: that it is over, if it is, and that it began."""
    over = [f"well:{streak.first.n}"] if streak.over else []
    return [*over, f"run:{streak.first.n}"]


def _is_news(mine: Sequence[Post], family: Sequence[Post], new: set[str]) -> bool:
    """Nobody of the family was told; or it was decided since, and one that was not told is new."""
    if all(post.id in new for post in family):
        return True
    decided = any(post.status != "new" for post in family)
    return decided and any(post.id in new and post.status == "new" for post in mine)


def _ordered(found: Iterable[Post]) -> list[Post]:
    return sorted(found, key=lambda post: (-post.priority, post.id))


def _open(post: Post) -> bool:
    return not post.restricted and post.lane not in RESTRICTED and post.role != "disclosure"


def _name(post: Post) -> str:
    return post.cluster or post.id


def _notice(post: Post) -> str:
    """A post told as a restricted notice is not thereby told as an open one."""
    return f"restricted:{post.id}"
