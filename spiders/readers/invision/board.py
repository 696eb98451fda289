"""Where the templates of IP.Board 3 put things."""

from spiders.pages.blocks import Marks
from spiders.pages.skin import Skin
from spiders.readers.invision.marks import LABELS, ROOT, THREAD_ID, VIEWS

_ACTIVE = "//ul[.pagination]/li[.active]"

BOARD = Skin(
    platform="invision",
    posts=("//*[.post_block][starts-with(@id, 'post_id_')]",),
    body=(".//*[.entry-content]", ".//*[@itemprop='commentText']"),
    author=(
        ".//*[.author]//*[@itemprop='name']",
        ".//*[.author]//a[normalize-space()]",
        ".//*[.author][normalize-space()]",
        ".//h3//*[@itemprop='name']",
        ".//h3[.guest]/text()[normalize-space()]",
    ),
    time=(".//abbr[.published]", ".//*[@itemprop='commentTime']"),
    number=(".//*[.post_id]//a", ".//a[@rel='bookmark']"),
    marks=Marks(
        quote=frozenset({"blockquote", "ipsBlockquote", "quotemain"}),
        drop=frozenset({"citation", "quotetop", "spoiler_title", "edit", "clearfix", "signature"}),
    ),
    title=("//h1[.ipsType_pagetitle]", "//*[.maintitle]//h1", "//*[.maintitle]/span", "//h1"),
    prefix=LABELS,
    crumbs=("//*[@id='breadcrumb']//a[@href]", "//*[.breadcrumb]//a[@href]"),
    next=(f"{_ACTIVE}/following-sibling::li/a[@href] | //link[@rel='next']",),
    previous=(
        f"{_ACTIVE}/preceding-sibling::li[.page or .prev or .first]/a | //link[@rel='prev']",
    ),
    boards=(
        (
            "//td[.col_c_forum]//h4//a[@href]"
            " | //td[.col_c_forum]//*[.subforums or starts-with(@id, 'subforums')]//a[@href]"
        ),
    ),
    threads=("//*[@data-tid][.//a[.topic_title]]", "//tr[.//a[.topic_title]]"),
    link=(".//a[.topic_title]",),
    replies=(
        ".//meta[@itemprop='interactionCount']/@content",
        ".//*[.col_f_replies]",
        ".//*[.col_f_views]//li[not(.views)]",
    ),
    last=(".//*[.last_post]//abbr/@title", ".//*[.last_post]/li[last()]", ".//*[.col_f_post]"),
    login=("//*[@id='content']//form[contains(@action, 'login')]//input[@type='password']",),
    listing=("//*[@id='forum_table']",),
    thread_id=THREAD_ID,
    views=VIEWS,
    root=ROOT,
)
