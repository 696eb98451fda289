"""Where the templates of XenForo 1 put things."""

from spiders.pages.blocks import Marks
from spiders.pages.skin import Skin
from spiders.readers.xenforo.marks import LABELS, THREAD_ID

_OWN = (
    "not(ancestor::*[.messageText or .editDate or .likesSummary or .messageUserInfo or .signature])"
)

ONE = Skin(
    platform="xenforo",
    posts=("//li[.message][starts-with(@id, 'post-')]",),
    body=(".//*[.messageContent]//*[.messageText]", ".//blockquote[.messageText]"),
    author=(
        ".//*[.userText]//*[.username]",
        "./@data-author",
        ".//*[.messageMeta]//*[.author]",
    ),
    time=(
        f".//*[.messageMeta]//*[.DateTime][{_OWN}]",
        f".//*[.DateTime][{_OWN}]",
    ),
    edited=(".//*[.editDate]//*[.DateTime]",),
    permalink=(
        ".//a[contains(@data-href, '/permalink')]/@data-href",
        ".//a[.postNumber or .hashPermalink or .datePermalink]/@href",
    ),
    number=(".//a[.postNumber or .hashPermalink]",),
    marks=Marks(
        quote=frozenset({"bbCodeQuote"}),
        drop=frozenset(
            {"attribution", "type", "quoteExpand", "messageTextEndMarker", "editDate", "signature"}
            | {"messageHide", "bbCodeHide", "attachedFiles", "newIndicator"}
        ),
    ),
    title=(
        "//*[.titleBar]//h1[not(.//*[.PageNav or .DateTime])]",
        "//meta[@property='og:title']/@content",
        "//h1//*[.title]",
        "//h1",
    ),
    prefix=LABELS,
    crumbs=(
        "//*[.breadcrumb]//a[.crumb]",
        "//*[@id='pageDescription']/a[not(.username)][1]",
        "//*[.breadcrumb]//a[contains(@href, '/')][not(contains(@href, '#'))]",
    ),
    next=(
        (
            "(//*[.PageNav])[1]//a[.currentPage]/ancestor-or-self::*[ancestor::*[.PageNav]]"
            "/following-sibling::*/descendant-or-self::a[@href] | //link[@rel='next']"
        ),
    ),
    previous=("//*[.PageNav][@data-page > 1] | //link[@rel='prev']",),
    boards=(
        (
            "//li[.node][.forum or .category]//*[.nodeTitle][not(ancestor::*[.node][1][.link or .page])]"
            "/a[not(contains(@href, '#'))]"
        ),
    ),
    threads=("//li[.discussionListItem][not(.redirect)][not(.//*[.iconKey]//*[.redirect])]",),
    link=(".//*[.title]/a[.PreviewTooltip]", ".//*[.title]/a[not(.prefixLink)][@href]"),
    replies=(".//*[.stats]//dl[.major]/dd", ".//*[.stats]//dd"),
    last=(".//*[.lastPost]//*[.DateTime]",),
    login=(
        (
            "//form[contains(@action, 'login')][not(ancestor::*[@id='loginBar'])]"
            "[not(@id='login')]//input[@type='password']"
        ),
    ),
    listing=("//*[.discussionList]", "//*[.nodeList]"),
    thread_id=THREAD_ID,
)
