"""From a captured board to what people get: both engines, a mail that was really sent, an export."""

import csv
import io
import json
import socket
import subprocess
import sys
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from index.engines import open_index
from index.follow import follow
from index.query import parse
from index.rows import Rows
from tests.captured import ROOT, Served, crawl, needed

pytestmark = [*needed, pytest.mark.slow]

QUERIES = [
    "", "job", "jobs", "work AND Dublin", '"customer service"', "work*", "praca OR работа",
    "language:en", "NOT language:en", "role:offer AND language:en", "kitchen", "требуются", "работы",
    "title:manager", "posted_at:[2025-01-01 TO *]", "board:*", "contacts:*", "salary AND NOT role:seek",
    "(work OR práce OR praca) AND posted_at:[* TO 2026-01-01]", "praca", "práce", "cleaner*",
]  # fmt: skip

SETTINGS = """
[mail]
host = "127.0.0.1"
port = {port}
security = "none"

[[people]]
name = "Anna"
email = "anna@watch.example"
language = "pl"
"""


def run(home, *words):
    """One command in the home; what it printed."""
    command = [sys.executable, "-m", "offerwatch", *words, "--home", str(home)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    """A crawled board: its server, its home, its posts."""
    folder = tmp_path_factory.mktemp("board")
    site = Served("phpbb", folder)
    posts, _ = crawl(site, folder)
    yield site, folder / "home", posts
    site.stop()


def test_both_engines_find_the_same_in_the_same_order(board, elasticsearch_node):
    _, home, posts = board
    rows = Rows(f"sqlite:///{home / 'data/offerwatch.db'}")
    small, large = open_index(f"tantivy:{home / 'data/index'}"), open_index(elasticsearch_node.url)
    large.clear()
    assert follow(rows, large) == len(posts)
    empty = 0
    for text in QUERIES:
        query = parse(text)
        for sort in ("by_date", "by_priority", "seq"):
            found = [
                small.search(query, sort=sort, limit=500),
                large.search(query, sort=sort, limit=500),
            ]
            ids = [[post.id for post in one.posts] for one in found]
            assert ids[0] == ids[1], text
        assert small.facets(query, ["language", "role"]) == large.facets(
            query, ["language", "role"]
        )
        empty += not ids[0]
    assert empty <= 4, "queries that find nothing compare nothing"
    for engine in (small, large):
        engine.close()
    rows.close()


class Inbox:
    """Takes every mail."""

    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


def test_one_mail_is_told_once_over_smtp(board):
    _, home, _ = board
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        (home / "offerwatch.toml").write_text(SETTINGS.format(port=port))
        run(home, "watch", "add", "managers", "manager AND language:en", "--person", "Anna")
        run(home, "alert")
        run(home, "alert")
    finally:
        server.stop()
    (mail,) = inbox.taken
    assert mail["To"] == "Anna <anna@watch.example>"
    assert "dowód" in mail.get_body(("plain",)).get_content()
    assert mail.get_body(("html",)) is not None


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_export_leads_back_to_nobody(board, form):
    site, home, posts = board
    text = run(home, "export", form)
    rows = list(csv.DictReader(io.StringIO(text))) if form == "csv" else text.splitlines()
    assert len(rows) == sum(not post["restricted"] for post in posts)
    truth = [post for topic in site.truth()["topics"] for post in topic["posts"]]
    for post in truth:
        contacts = [one["value"] for one in post.get("contacts", []) if "value" in one]
        for secret in (post["author"], post["url"], post["body_text"][:40], *contacts):
            assert len(secret) < 4 or secret not in text, secret
    for post in posts:
        leaks = [post["id"], post["thread"]["url"], post["page"]["url"], *post["contact_values"]]
        assert not [one for one in leaks if one in text]


def test_a_captured_board_is_searched_and_looked_up(board):
    _, home, posts = board
    number = next(v for post in posts for v in post["contact_values"] if v.startswith("+"))
    said = json.loads(run(home, "lookup", f"00{number[1:4]} {number[4:7]}-{number[7:]}", "--json"))
    assert said["seen"], said
    found = json.loads(run(home, "search", f'contacts:"{number}"', "--json", "--restricted"))
    assert found
