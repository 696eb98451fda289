"""What a new home holds: every key explained, nothing switched on."""

from pathlib import Path

from crawler.config import HomeError
from crawler.home import CONFIG, Home

SETTINGS = """\
# The settings of this OfferWatch home. Every key is shown with its default; lines that begin
# with # do nothing until the # is taken away. Passwords are never written here: they come from
# OFFERWATCH_SMTP_PASSWORD and OFFERWATCH_INDEX_API_KEY in the environment.

# Where posts are kept: an SQLAlchemy address. Empty: SQLite in data/offerwatch.db.
# rows = ""

[crawl]
# How the people of a site reach you: it goes into the user agent of every request, as in
# mailto:watch@ngo.example or https://ngo.example/watch.
# contact = ""
# Seconds between two requests to one site; AutoThrottle makes it longer for slow sites.
# delay = 2.0
# The most pages one crawl asks for.
# max_pages = 5000
# The Chromium that shows the pages of sources with `render: true`. Empty: $OFFERWATCH_CHROMIUM, or
# the one that is installed.
# browser = ""

[index]
# The search index. Empty: the built-in one in data/index. Elasticsearch: "https://127.0.0.1:9200".
# address = ""
# A file with the certificate authority of an https index.
# ca_certs = ""
# Its name on the server; two homes that share one each need their own.
# name = "offerwatch"

[mail]
# The SMTP server digests go through. Empty: no mail is sent.
# host = ""
# port = 587
# sender = "OfferWatch <offerwatch@localhost>"
# username = ""
# starttls, tls or none
# security = "starttls"
# Seconds.
# timeout = 30

# Who is told. Roles: analyst (the daily digest), operator (a source falls silent), child (a post
# that may concern a minor, at once and without its text). Languages: en, pl, uk.
# [[people]]
# name = "A. Nowak"
# email = "a.nowak@ngo.example"
# language = "en"
# roles = ["analyst"]

[retention]
# How long a post's words are kept after it was last seen, by lane: 30m, 24h, 14d, 2w.
# unraised = "14d"
# queue = "180d"
# fraud = "180d"
# disclosure = "30d"
# child = "30d"
# referred = "365d"

[clock]
# When `offerwatch run` tells and forgets: five cron fields, UTC.
# alert = "0 7 * * *"
# purge = "30 3 * * *"
"""

SOURCE = """\
# One public site. Copy this file to <name>.yml; the file's name is the source's name.
# Try an address first: offerwatch check https://board.example/viewforum.php?f=7

# Where a crawl begins: one address, or a list.
start: https://board.example/viewforum.php?f=7
# The reader, or auto: the one that is surest of the first page it knows.
reader: auto
# Further hosts a crawl may go to; those of `start` are always allowed, no others.
# hosts: [www.board.example]
# When the daemon crawls it: an interval like 6h, or five cron fields (UTC).
# schedule: 6h
# The language most posts are in, and the time zone dates are shown in: hints for the reader.
# language: es
# timezone: Europe/Madrid
# Seconds between two requests, the most pages of one crawl, and the oldest day looked for.
# delay: 5
# max_pages: 500
# since: 2026-01-01
# Pages with a post younger than this are looked at again so often: an edit shows on no list.
# revisit: 14d
# revisit_every: 24h
# Ask for every page in each crawl, not only for what changed.
# whole: false
# What a whole crawl brings at least, and the days without a new post after which you are told;
# both are learned from its past where they are not said.
# expect: {posts: 40, with_text: 0.95, with_date: 0.99, with_author: 0.99}
# silent_days: 14
# CSS or XPath where a reader is wrong; docs/configuration.md has the names.
# selectors: {post: div.post, text: .text, author: .author, date: time}
# Whether its pages need JavaScript: they are shown in Chromium before they are read, slower.
# render: false
# The proxy it is reached through (a hidden service: socks5://127.0.0.1:9050), or http://host:port.
# proxy: socks5://127.0.0.1:9050
# Whether the site may be at a private address (a test board on this machine).
# allow_private: false
"""


def furnish(home: Home) -> list[Path]:
    """Write the commented settings and the example source where they are missing; what was made.

    A file that is there is never touched. Raises HomeError.
    """
    wanted = {home.root / CONFIG: SETTINGS, home.sources / "example.yml.example": SOURCE}
    made = [path for path in wanted if not path.exists()]
    try:
        for path in made:
            path.write_text(wanted[path], encoding="utf-8")
    except OSError as error:
        raise HomeError(
            f"{error.filename}: cannot be written: {error.strerror}; mend its rights"
        ) from error
    return made
