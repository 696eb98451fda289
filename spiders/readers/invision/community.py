"""Where the templates of Invision Community 4 and 5 put things."""

from spiders.pages.blocks import Marks
from spiders.pages.skin import Skin
from spiders.readers.invision.marks import LABELS, ROOT, THREAD_ID, VIEWS

_EDITED = "@data-excludequote or .ipsEdited"
_OUTSIDE = "not(ancestor::*[@data-role='commentContent' or @data-role='memberSignature'])"
_ELSEWHERE = "[@data-commentapp][@data-commentapp != 'forums']"  # whose numbers are others
_ACTIVE = ".ipsPagination_active or .ipsPagination__active"
_INACTIVE = ".ipsPagination_inactive or .ipsPagination__inactive"
_PREVIOUS = ".ipsPagination_prev or .ipsPagination__prev"

COMMUNITY = Skin(
    platform="invision",
    posts=(
        f"//article[starts-with(@id, 'elComment_')][not(.//*{_ELSEWHERE})]",
        f"//*[@data-commentid][starts-with(@id, 'comment-')][not(self::*{_ELSEWHERE})]",
    ),
    key=("./@data-commentid", "./@id"),
    body=(".//*[@data-role='commentContent']",),
    author=(
        ".//*[.ipsEntry__username]//*[.ipsUsername]",
        ".//*[.cAuthorPane_author]//*[self::a or self::strong][normalize-space()]",
        ".//*[.cAuthorPane_author or .ipsEntry__username]",
        ".//*[.ipsComment_author]//*[self::a or self::strong][normalize-space()]",
    ),
    time=(
        f".//*[.ipsEntry__date or .ipsComment_meta]//time[{_OUTSIDE}]",
        f".//time[{_OUTSIDE}]",
    ),
    edited=(f".//*[@data-role='commentContent']//*[{_EDITED}]//time",),
    marks=Marks(
        quote=frozenset({"ipsQuote"}),
        drop=frozenset(
            {"ipsQuote_citation", "ipsSpoiler_header", "ipsRichTextBox__title", "ipsEdited"}
            | {"ipsType_light", "ipsAttachLink", "ipsItemControls", "ipsHide"}
        ),
    ),
    title=(
        "//*[.ipsPageHeader__title]//h1",
        "//h1[.ipsType_pageTitle]",
        "//meta[@property='og:title']/@content",
        "//h1",
    ),
    prefix=LABELS,
    crumbs=(
        "(//*[.ipsBreadcrumb])[1]//*[.ipsBreadcrumb__list or @data-role='breadcrumbList']//a[@href]",
        "(//*[.ipsBreadcrumb])[1]//li/a[not(@data-action)][@href]",
    ),
    next=(
        (
            f"//li[{_ACTIVE}]/following-sibling::li[not({_INACTIVE})]/a[@href][@data-page or @rel]"
            " | //link[@rel='next']"
        ),
    ),
    previous=(f"//li[{_PREVIOUS}][not({_INACTIVE})]/a | //link[@rel='prev']",),
    boards=(
        (
            "//*[@data-forumid][not(@data-type='redirect')]//*[self::h3 or self::h4]"
            "[not(ancestor::*[.ipsData--minimal or .ipsDataItem_lastPoster or .ipsData__last])]"
            "//a[@href] | //*[@data-forumid]//*[.ipsDataItem_subList or .ipsSubList]//a[@href]"
        ),
    ),
    threads=("//*[@data-rowid][.//*[.ipsDataItem_title or .ipsData__title]]",),
    link=(
        (
            ".//*[.ipsDataItem_title or .ipsData__title]//a[@href][normalize-space()]"
            "[not(.ipsTag_prefix or .ipsBadge or .ipsTag or ancestor::*[.ipsBadges])]"
        ),
    ),
    replies=(
        ".//*[@data-stattype='forums_comments']/@data-v",
        ".//*[@data-stattype='forums_comments']//*[.ipsDataItem_stats_number]",
        ".//*[@data-stattype='forums_comments']",
    ),
    last=(".//*[.ipsDataItem_lastPoster or .ipsData__last]//time",),
    login=("//body[@data-pagecontroller='login']//input[@type='password']",),
    listing=("//body[@data-pageapp='forums'][@data-pagecontroller='forums']",),
    thread_id=THREAD_ID,
    views=VIEWS,
    root=ROOT,
)
