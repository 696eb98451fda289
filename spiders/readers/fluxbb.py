"""FluxBB, and PunBB from which it grew: versions 1.2 to 1.5 in any style and language."""

import re
from dataclasses import replace

from spiders.pages import last_posts, skinned
from spiders.pages.blocks import Marks
from spiders.pages.document import Document
from spiders.pages.reading import Reading
from spiders.pages.skin import Skin
from spiders.pages.traces import sure

TRACES = [
    (re.compile(r"""id=["']pun(?:index|viewforum|viewtopic|search|login|misc)\b"""), 0.5),
    (re.compile(r"""id=["']brd-(?:index|viewforum|viewtopic|searchtopics|searchposts)\b"""), 0.5),
    (re.compile(r"""class=["'](?:blockpost row|blocktable["']|pun["'])"""), 0.3),
    (re.compile(r"""id=["']brd(?:header|main|menu|-wrap|-main|-crumbs-top)["']"""), 0.3),
    (re.compile(r"""(?i)>\s*(?:FluxBB|PunBB)\s*</a>"""), 0.4),
    (re.compile(r"""class=["'](?:tclcon|posthead|item-subject|postleft)["']"""), 0.2),
    (re.compile(r"""extern\.php\?action=(?:feed|new|active)\b"""), 0.2),
]
_VIEWS = ("p", "action", "pid")
_THREAD = re.compile(r"[?&]id=(\d+)|/topic[/-]?(\d+)")
_ROOT = re.compile(
    r"/(?:(?:view(?:topic|forum)|index|search|extern|login|post|misc)\.php|(?:topic|forum|post)[/-]?\d)"
)
_ARROW = re.compile(r"^[»›→>\s]+")
_CAPTION = re.compile(r"""(<div class=["']incqbox["']>)\s*<h4>[^<]*</h4>""")

OLD = Skin(
    platform="fluxbb",
    posts=("//div[.blockpost][starts-with(@id, 'p')]",),
    body=(".//div[.postmsg]",),
    author=(
        ".//*[.postleft]//dt//a",
        ".//*[.postleft]//dt",
    ),
    time=(".//h2//a[contains(@href, '#p')]", ".//h2//a"),
    edited=(".//*[.postedit]",),
    permalink=(".//h2//a/@href",),
    number=(".//h2//*[.conr]",),
    marks=Marks(
        quote=frozenset({"quotebox"}), drop=frozenset({"postsignature", "postedit", "attachments"})
    ),
    title=("//*[.crumbs]/li[last()]//a", "//*[.linkst]//ul/li[last()]"),
    address=(
        "//link[@rel='canonical']/@href",
        "//*[.crumbs]/li[last()]//a/@href",
        "//*[.pagelink]/a[contains(@href, 'id=')]/@href",
    ),
    crumbs=(
        "(//*[.crumbs])[1]/li//a[contains(@href, 'viewforum')]",
        "(//*[.crumbs])[1]/li[2]//a[not(contains(@href, 'search.php'))]",
        "(//*[.linkst])[1]//ul/li/a[contains(@href, 'viewforum')]",
    ),
    next=("//*[.pagelink]/strong/following-sibling::a/@href", "//link[@rel='next']/@href"),
    previous=("//*[.pagelink]/strong/preceding-sibling::a", "//link[@rel='prev']"),
    boards=(
        "//*[.blocktable][not(@id='vf')]//tr[not(.iredirect)]/td[.tcl]//h3/a[not(../*[.redirtext])]",
    ),
    threads=("//*[@id='vf']//tbody/tr[td[.tcl]]",),
    link=(".//td[.tcl]//a",),
    replies=(".//td[.tc2][not(.//a)]", ".//td[.tc2][.//a]/following-sibling::td[.tc3]"),
    last=(".//td[.tcr]/a",),
    listing=("//*[@id='vf' or @id='punviewforum']",),
    thread_id=_THREAD,
    views=_VIEWS,
    root=_ROOT,
)

NEW = replace(
    OLD,
    posts=("//div[.post][div[.posthead][starts-with(@id, 'p')]]",),
    key=("./div[.posthead]/@id",),
    body=(".//*[.entry-content]",),
    author=(".//*[.author-ident]//*[.username]", ".//*[.post-byline]/*[self::a or self::strong]"),
    time=(".//*[.post-link]//a/text()",),
    edited=(".//*[.post-edit]",),
    permalink=(".//*[.post-link]//a/@href",),
    number=(".//*[.post-num]",),
    marks=Marks(
        quote=frozenset({"quotebox"}), drop=frozenset({"sig-content", "lastedit", "attachments"})
    ),
    title=("//*[.main-title]/a", "//*[.main-title]", "//*[.crumbs]//*[.crumblast]"),
    address=("//*[.main-title]/a/@href", "//link[@rel='canonical']/@href"),
    crumbs=("(//*[.crumbs])[1]//*[.crumb][not(.crumbfirst)]/a", "//*[.main-title]/a"),
    next=("//*[.paging]/strong/following-sibling::a/@href",),
    previous=("//*[.paging]/strong/preceding-sibling::a",),
    boards=("//*[.main-item][starts-with(@id, 'forum')]//*[.item-subject]//h3/a[not(.external)]",),
    threads=("//*[.main-item][starts-with(@id, 'topic')]",),
    link=(".//*[.item-subject]//h3/a",),
    replies=(".//*[.info-replies]/strong",),
    last=(".//*[.info-lastpost]//a/text()",),
    listing=("//*[@id='brd-viewforum']",),
)


def recognise(page: Document) -> float:
    """How sure it is that the page is FluxBB's or PunBB's, 0 to 1."""
    return sure(page.text, TRACES)


def read(page: Document) -> Reading:
    """The posts of a topic, or the topics and boards of a listing."""
    if "incqbox" in page.text:  # PunBB 1.2 captions quotes and code with a heading
        page = replace(page, text=_CAPTION.sub(r"\1", page.text))
    reading = skinned.read(page, OLD, NEW)
    last_posts.settled(reading.threads, skinned.reckoning(page, OLD))
    if reading.thread.title:
        reading.thread.title = _ARROW.sub("", reading.thread.title)
    for post in reading.posts:
        post.title = _ARROW.sub("", post.title)
    return reading
