"""Where the themes of NodeBB put things: they share `component` names, for its scripts need them."""

import re

from spiders.pages.blocks import Marks
from spiders.pages.skin import Skin
from spiders.readers.nodebb.marks import ROOT, THREAD_ID, VIEWS

CAPTION = "offerwatch-caption"
_OUTSIDE = "[not(ancestor::*[@component='post/content'])]"
_PAGER = "//*[@component='pagination']"
_CRUMBS = "(//*[.breadcrumb])[1]//a[contains(@href, '/category/')]"

SKIN = Skin(
    platform="nodebb",
    posts=("//*[@component='post'][@data-pid][not(.deleted)]",),
    key=("./@data-pid",),
    key_form=re.compile(r"^(\S+)$"),
    body=(".//*[@component='post/content']",),
    author=(
        f".//a[@data-username][normalize-space()]{_OUTSIDE}",
        "./@data-username",
        ".//*[@itemprop='author']//meta[@itemprop='name']/@content",
    ),
    time=(
        "./@data-timestamp",
        "./meta[@itemprop='datePublished']/@content",
        f".//*[.timeago]{_OUTSIDE}/@title",
    ),
    edited=(
        ".//*[@component='post/editor']//*[.timeago]/@title",
        "./meta[@itemprop='dateModified']/@content",
    ),
    permalink=(),
    number=(),
    marks=Marks(drop=frozenset({CAPTION}), card=frozenset({"link-preview"})),
    title=("//*[@component='topic/title']", "//*[@component='post/header']"),
    address=("//link[@rel='canonical']/@href",),
    crumbs=(_CRUMBS, "//a[@component='topic/category'][contains(@href, '/category/')]"),
    next=(
        f"{_PAGER}//li[.active]/following-sibling::li[not(.disabled)]/a[@data-page]/@href",
        "//link[@rel='next']/@href",
    ),
    previous=(f"{_PAGER}//li[.previous][not(.disabled)]", "//link[@rel='prev']"),
    boards=(
        "//*[@component='categories/category']//a[contains(@href, '/category/')]",
        "//*[@data-cid]//h2//a[contains(@href, '/category/')]",
    ),
    threads=("//*[@component='category/topic']",),
    link=(
        ".//*[@component='topic/header']//a[contains(@href, '/topic/')]",
        ".//*[.title]//a[contains(@href, '/topic/')]",
    ),
    replies=(
        ".//*[.stats-postcount]//*[@title]/@title",
        ".//*[.stats][not(.stats-votes)]//*[.human-readable-number]/@title",
        ".//*[@component='topic/post-count']",
    ),
    last=(
        ".//*[@component='topic/teaser']//*[.timeago]/@title",
        ".//*[.timeago]/@title",
    ),
    listing=("//*[@component='category']",),
    thread_id=THREAD_ID,
    views=VIEWS,
    root=ROOT,
)
