"""Where the templates of MyBB put things, 1.6 in tables and 1.8 in boxes."""

from spiders.pages.blocks import Marks
from spiders.pages.skin import Skin
from spiders.readers.mybb.marks import ROOT, THREAD_ID, VIEWS

_OUTSIDE = "[not(ancestor-or-self::*[starts-with(@id, 'pid_')])]"
_CURRENT = "//*[.pagination][not(.pagination_breadcrumb)]/*[.pagination_current]"
_POST = "//*[starts-with(@id, 'post_')][number(substring(@id, 6)) > 0]"
_BOARD_ROW = "//tr[.//*[starts-with(@id, 'mark_read_')][not(.forum_offlink)]]"
_SUB_BOARD = "//*[starts-with(@id, 'mark_read_')]/following-sibling::a[1]"
_HOUR = "contains(translate(., '123456789', '000000000'), '0:0')"

SKIN = Skin(
    platform="mybb",
    posts=(f"{_POST}[.//*[starts-with(@id, 'pid_')]]",),
    body=(".//*[starts-with(@id, 'pid_')]",),
    author=(
        f".//*[.author_information or .post_author]//*[.largetext]{_OUTSIDE}",
        f".//*[.largetext]{_OUTSIDE}",
        f".//a[contains(@href, 'action=profile')][normalize-space()]{_OUTSIDE}",
    ),
    time=(
        f".//*[.post_date]{_OUTSIDE}/text()[normalize-space()]",
        f".//*[.smalltext]{_OUTSIDE}/text()[{_HOUR}]",
        f".//td[.tcat]//*[.smalltext]{_OUTSIDE}/text()[normalize-space()]",
    ),
    edited=(
        ".//*[.edited_post]",
        ".//*[starts-with(@id, 'edited_by_')]",
        ".//*[starts-with(@id, 'post_meta_')]//em",
    ),
    permalink=(f".//a[contains(@href, '#pid')]{_OUTSIDE}/@href",),
    number=(f".//a[contains(@href, '#pid')]{_OUTSIDE}",),
    marks=Marks(code=frozenset({"codeblock"}), drop=frozenset({"edited_post", "signature"})),
    title=("(//*[.navigation or .breadcrumb])[1]//*[.active]",),
    address=(),
    crumbs=("(//*[.navigation or .breadcrumb])[1]//a[not(ancestor::*[.pagination])]",),
    next=(
        f"{_CURRENT}/following-sibling::a/@href",
        "//*[.pagination]/li[.active]/following-sibling::li/a/@href",
    ),
    previous=(
        f"{_CURRENT}/preceding-sibling::a",
        "//*[.pagination]/li[.active]/preceding-sibling::li/a",
    ),
    boards=(
        f"{_BOARD_ROW}/td/strong/a | {_SUB_BOARD}",
        "//td/strong/a[contains(@href, 'forumdisplay.php?fid=')]",
    ),
    threads=("//tr[.//*[starts-with(@id, 'tid_')]][not(.//tr)]",),
    link=(".//*[starts-with(@id, 'tid_')]//a",),
    replies=(".//a[contains(@href, 'whoposted') or contains(@href, 'whoPosted')]",),
    last=(".//*[.lastpost]/text()[normalize-space()]",),
    login=("//input[@type='password'][not(ancestor::*[@id='header' or @id='panel' or .modal])]",),
    listing=("//*[.forum_status] | //form//select[@name='datecut']",),
    thread_id=THREAD_ID,
    views=VIEWS,
    root=ROOT,
)
