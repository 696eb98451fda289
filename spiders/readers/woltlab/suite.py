"""Where the templates of WoltLab Suite 3 to 6 and Burning Board 4 put things."""

import re

from spiders.pages.blocks import Marks
from spiders.pages.skin import Skin
from spiders.readers.woltlab.marks import LABELS, THREAD_ID, VIEWS

MARKS = Marks(
    quote=frozenset({"quoteBox"}),
    code=frozenset({"codeBox"}),
    drop=frozenset(
        {"quoteBoxIcon", "quoteBoxTitle", "quoteHeader", "spoilerBoxHeader", "codeBoxHeader"}
        | {"toggleButton", "lineAnchor", "messageSignature", "messageFooterNote", "signature"}
        | {"attachmentThumbnailList", "attachmentFileList", "attachmentList"}
    ),
    card=frozenset({"unfurlUrlCardContainer", "unfurlUrlCard", "messageUserConsent"}),
)
ROOT = re.compile(
    r"(?i)/(?:index\.php|thread|board|board-list|post|user|login|board\d[^/]*)(?:/|$)"
)
_HEADER = ".//*[.messageHeader]"

SUITE = Skin(
    platform="woltlab",
    posts=("//*[.wbbPost][@data-post-id or @data-object-id]", "//*[.message][@data-post-id]"),
    key=("./@data-post-id", "./@data-object-id"),
    body=(".//*[.messageText]",),
    author=(
        ".//*[.messageAuthor]//*[.username]",
        ".//*[.messageSidebar]//*[.username]",
        ".//*[@itemprop='author']//*[@itemprop='name']",
        f"{_HEADER}//*[.username or .userLink]",
    ),
    time=(
        f"{_HEADER}//woltlab-core-date-time/@date",
        f"{_HEADER}//time",
        ".//meta[@itemprop='datePublished']",
    ),
    edited=(
        ".//*[.wbbPostEditNote or .messageFooterNote]//woltlab-core-date-time/@date",
        ".//*[.wbbPostEditNote or .messageFooterNote]//time",
    ),
    permalink=(
        ".//a[.permalink]/@href",
        ".//a[.jsButtonShare or .wsShareButton]/@href",
        ".//meta[@itemprop='url'][contains(@content, 'post')]/@content",
        "./@itemid",
    ),
    number=(
        ".//*[.messageQuickOptions]//a[.jsButtonShare or .wsShareButton]",
        ".//*[.messageQuickOptions]//a[contains(., '#')]",
    ),
    marks=MARKS,
    title=("//h1[.contentTitle]", "//*[.boxHeadline]//h1", "//h1"),
    prefix=LABELS,
    crumbs=("//*[.breadcrumbs]//a[@href]",),
    next=(
        (
            "//*[.pagination or .pageNavigation]//li[.active]/following-sibling::li/a[@href]"
            " | //link[@rel='next']"
        ),
    ),
    previous=(
        (
            "//*[.pagination or .pageNavigation]//li[.active]/preceding-sibling::li/a"
            " | //link[@rel='prev'] | //woltlab-core-pagination[@page > 1]"
        ),
    ),
    boards=(
        (
            "//*[@data-board-id][not(self::body)]//*[self::h2 or self::h3 or self::h4]"
            "[not(ancestor::*[.wbbLastPost])]/a[@href]"
            " | //*[.wbbSubBoards or .subBoards]//*[@data-board-id]/a[@href]"
        ),
    ),
    threads=(
        "//*[.wbbThread][not(@data-is-link='1')][.//a[.wbbTopicLink or .messageGroupLink]]",
        "//*[@data-thread-id][not(@data-is-link='1')][.//a[.wbbTopicLink or .messageGroupLink]]",
        "//*[.wbbThread][@data-thread-id][not(@data-is-link='1')][not(self::header)]",
        (
            "//*[@data-object-id][not(self::article)]"
            "[.//*[self::h2 or self::h3 or self::h4]//a[contains(@href, 'hread/')]]"
        ),
    ),
    link=(
        ".//a[.wbbTopicLink or .messageGroupLink]",
        ".//a[contains(@href, 'hread')][normalize-space()]",
    ),
    replies=(".//*[.columnReplies]", ".//*[.columnStats]//dd", ".//*[.messageGroupCounterMobile]"),
    last=(
        ".//*[.columnLastPost]//woltlab-core-date-time/@date",
        ".//*[.columnLastPost]//time",
        "(.//woltlab-core-date-time/@date)[last()]",
        ".//*[contains(@class, 'LastPostTime')]//woltlab-core-date-time/@date",
        ".//*[contains(@class, 'LastPostTime')]//time",
    ),
    login=(
        "//body[contains(@id, 'ermissionDenied') or contains(@data-template, 'ermissionDenied')]",
        "//body[contains(@id, 'ogin') or contains(@data-template, 'ogin')]//input[@type='password']",
    ),
    listing=("//body[@data-template='board' or @id='tpl_wbb_board']",),
    thread_id=THREAD_ID,
    views=VIEWS,
    root=ROOT,
)
