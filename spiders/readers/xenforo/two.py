"""Where the templates of XenForo 2 put things."""

from spiders.pages.blocks import Marks
from spiders.pages.skin import Skin
from spiders.readers.xenforo.marks import LABELS, THREAD_ID

_OUTSIDE = (
    "not(ancestor::*[.message-body or .message-signature or .message-lastEdit or .message-user])"
)

TWO = Skin(
    platform="xenforo",
    posts=(
        "//*[.js-post][@data-content or starts-with(@id, 'js-post-')]",
        "//*[.message--post][@data-content]",
    ),
    key=("./@data-content", "./@id"),
    body=(
        ".//*[.message-body]//*[.bbWrapper]",
        ".//*[.message-body]",
        ".//*[.bbWrapper][not(ancestor::*[.message-signature])]",
    ),
    author=(
        ".//*[.message-name]//*[.username]",
        "./@data-author",
        ".//*[@itemprop='author']//meta[@itemprop='name']/@content",
        ".//*[@itemprop='author']//*[@itemprop='name'][normalize-space()]",
        (
            ".//*[@data-user-id][normalize-space()][not(.avatar)]"
            "[not(ancestor::*[.bbWrapper or .message-footer])]"
        ),
    ),
    time=(
        f".//*[.message-attribution]//time[{_OUTSIDE}]",
        f".//a[contains(@href, 'post-')]//time[{_OUTSIDE}]",
        f".//time[{_OUTSIDE}]",
        ".//meta[@itemprop='datePublished']",
    ),
    edited=(".//*[.message-lastEdit]//time",),
    permalink=(
        ".//*[.message-attribution-opposite]//a[not(@data-xf-init)][contains(@href, 'post')]/@href",
        ".//meta[@itemprop='url'][contains(@content, 'post')]/@content",
        ".//a[.//time][contains(@href, 'post')][not(ancestor::*[.bbWrapper])]/@href",
        (
            ".//a[starts-with(@href, '#post-') or contains(@href, '/post-')]"
            "[not(ancestor::*[.bbWrapper])]/@href"
        ),
    ),
    number=(
        ".//*[.message-attribution-opposite]//a[not(@data-xf-init)][contains(., '#')]",
        ".//a[contains(., '#')][contains(@href, 'post')][not(ancestor::*[.bbWrapper])]",
        ".//*[.message-attribution-opposite]//li[contains(., '#')]",
    ),
    marks=Marks(
        quote=frozenset({"bbCodeBlock--quote"}),
        drop=frozenset(
            {"bbCodeBlock-title", "bbCodeBlock-expandLink", "bbCodeBlock-shrinkLink"}
            | {"js-selectToQuoteEnd", "message-lastEdit", "message-attachments"}
            | {"messageHide", "bbCodeBlock--hide", "message-signature"}
        ),
        card=frozenset({"bbCodeBlock--unfurl", "bbMediaWrapper"}),
    ),
    title=("//h1[.p-title-value]", "//h1"),
    prefix=LABELS,
    crumbs=("//*[.p-breadcrumbs]//a[@href]",),
    next=(
        (
            "//li[.pageNav-page--current]/following-sibling::li/a[@href]"
            " | //a[.pageNav-jump--next or .pageNavSimple-el--next][@href] | //link[@rel='next']"
        ),
    ),
    previous=("//a[.pageNav-jump--prev or .pageNavSimple-el--prev] | //link[@rel='prev']",),
    boards=(
        (
            "//*[.node--forum or .node--category]//*[.node-title]//a[@href]"
            " | //a[.subNodeLink--forum or .subNodeLink--category][@href]"
        ),
        "//*[.block--category]//*[.block-header]/a[@href][not(contains(@href, '#'))]",
    ),
    threads=(
        (
            "//*[.structItem--thread or contains(@class, 'js-threadListItem-')]"
            "[not(.//*[.structItem-status--redirect])]"
        ),
    ),
    link=(
        ".//*[.structItem-title]//a[@data-tp-primary]",
        ".//*[.structItem-title]//a[not(.labelLink)][@href]",
        ".//*[.articlePreview-title or .articlePreview-headline]//a[not(.labelLink)][@href]",
    ),
    replies=(
        ".//*[.structItem-cell--meta]//dl[not(.structItem-minor)]/dd",
        ".//*[.structItem-cell--meta]//dd",
        ".//*[.articlePreview-replies]",
    ),
    last=(
        ".//time[.structItem-latestDate]",
        ".//*[.structItem-cell--latest]//time",
    ),
    login=("//form[contains(@action, 'login')]//input[@type='password']",),
    listing=("//html[@data-template='forum_view' or @data-template='forum_list']",),
    thread_id=THREAD_ID,
)
