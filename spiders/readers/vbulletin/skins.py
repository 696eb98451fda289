"""Where vBulletin 3, 4 and 5 put things, as tables."""

import re

from spiders.pages.skin import Skin
from spiders.readers.vbulletin.marks import BODY
from spiders.readers.vbulletin.names import SHOWN

VIEWS = (
    *("page", "p", "pp", "post", "viewfull", "highlight", "goto", "mode", "nojs", "postcount"),
    *("order", "sort", "daysprune", "prefixid", "styleid", "langid"),
)
THREAD = re.compile(
    r"[?&;]t=(\d+)|showthread\.php[/?](\d+)|/(\d+)-[^/]*$|thread-?(\d+)|[/-]t-?(\d+)(?!\d)|(\d+)\.html$|-(\d+)/?$"
)
_OUTSIDE = "[not(ancestor::*[starts-with(@id, 'post_message_') or .js-post__content-text])]"
_FOURTH_BAR = "(//span[.selected][ancestor::*[.pagination or .threadpagenav]])[1]"
_THIRD_BAR = "(//*[.pagenav]//td[.alt2][not(a)])[1]"
_BOX = "//*[self::table or self::div or self::li][starts-with(@id, 'post')]"
_LATER = re.compile("(?!)")  # threads of a list are told apart by address, numbered by `frame`
_NUMBERED = "string(number(translate(substring(@id, {}), '_', ''))) != 'NaN'"
_CRUMBS = (
    "(//*[starts-with(@id, 'breadcrumb')][.//a])[1]//a[@href]",
    "(//*[self::div or self::ol or self::ul or self::nav][.breadcrumb or .breadcrumbs][.//a])[1]//a",
)
_LISTED = "(//*[contains(@itemtype, 'BreadcrumbList')][.//a])[1]//a[@href]"
_ROW = (
    "//a[starts-with(@id, 'thread_title_')]/ancestor::*"
    "[self::tr or self::li or .trow or .threadbit][1][not(.moved)][not(.//img[contains(@src, 'moved')])]"
)
_FOURS = "//*[.forumtitle]/a[@href][not(ancestor::*[.forumhead])] | //li[.subforum]/a[@href]"
_THREES = " | ".join(
    f"//*[self::td or .tcell][starts-with(@id, 'f')][{_NUMBERED.format(2)}]//{link}"
    for link in (
        "a[strong or b][@href]",
        "img[starts-with(@id, 'forum_statusicon_')]/following-sibling::a[1]",
    )
)
_WITHOUT = "[not(contains(@class, 'h-hide-imp'))][not(@href='#')]"

OLD = Skin(
    platform="vbulletin",
    posts=(
        f"{_BOX}[{_NUMBERED.format(5)}]{_OUTSIDE}",
        f"//*[starts-with(@id, 'edit')][{_NUMBERED.format(5)}]{_OUTSIDE}",
        f"//*[starts-with(@id, 'post_message_')]{_OUTSIDE}/ancestor::*[self::table or self::li][1]",
    ),
    key=(".//*[starts-with(@id, 'post_message_')]/@id",),
    body=(
        ".//*[starts-with(@id, 'post_message_')]/*[.postcontent][not(.lastedited)]",
        ".//*[starts-with(@id, 'post_message_')]",
    ),
    author=(
        ".//*[.username_container]//*[.username]",
        ".//a[.bigusername]",
        ".//*[.userinfo or .postdetails]//*[.username]",
        ".//*[starts-with(@id, 'postmenu_')][not(contains(@id, '_menu'))]",
        ".//*[.username]",
    ),
    time=(
        ".//*[.postdate]",
        f".//a[string-length(@{SHOWN}) > 0]/@{SHOWN}",
        ".//*[.thead][normalize-space()]",
    ),
    edited=(
        ".//*[.lastedited]",
        ".//*[starts-with(@id, 'td_post_')]//*[.smallfont]/em",
        ".//div[.smallfont]/em",
    ),
    permalink=(
        ".//a[.postcounter]/@href",
        ".//a[starts-with(@id, 'postcount')]/@href",
    ),
    subject=(
        ".//*[.postbody]//h2[.title]",
        ".//*[starts-with(@id, 'td_post_')]/div[.smallfont]/strong",
    ),
    number=(".//a[starts-with(@id, 'postcount')]/@name", ".//a[.postcounter]"),
    marks=BODY,
    title=(
        "//h1//*[.threadtitle]",
        "//*[@id='pagetitle']//h1",
        "//td[.navbar]/strong/text()[normalize-space()]",
        "//*[.navbar]//strong/text()[normalize-space()]",
        "//h1",
        "//li[.lastnavbit]",
    ),
    crumbs=(*_CRUMBS, "//span[.navbar]/a[@href]", "//*[.navbit]//a[@href]", _LISTED),
    next=(
        f"{_FOURTH_BAR}/following-sibling::span//a[@href]",
        f"{_THIRD_BAR}/following-sibling::td[not(.vbmenu_control)]//a[@href]",
        "//*[@rel='next']/@href",
    ),
    previous=("//*[@rel='prev' or @rel='start']/@href",),
    boards=(_FOURS, _THREES, "//*[.forumtitle]//a[@href]"),
    threads=(_ROW, "//a[starts-with(@id, 'thread_title_')]/.."),
    link=(".//a[starts-with(@id, 'thread_title_')]",),
    replies=(
        ".//a[contains(@href, 'whoposted')]",
        ".//*[.threadreplies]",
        ".//*[.threadstats]/li[1]",
        "(.//*[starts-with(@id, 'td_threadtitle_')])[1]/following-sibling::td[1]/@title",
    ),
    last=(
        ".//*[.threadlastpost]//dd[.//*[.time]]",
        ".//*[.threadlastpost]//dd[not(a or .//*[.username])]",
        ".//*[.threadlastpost]//dd[last()]",
        f".//td[not(starts-with(@id, 'td_threadtitle_'))]//*/@{SHOWN}",
        "(.//*[starts-with(@id, 'td_threadtitle_')])[1]/following-sibling::td[1]/div",
        "(.//*[starts-with(@id, 'td_threadtitle_')])[1]/following-sibling::td[1]",
    ),
    login=("//input[@type='password'][not(@id='navbar_password')]",),
    listing=("//*[@id='threadslist' or @id='threadlist' or @id='threads']",),
    prefix=frozenset({"prefix", "understate"}),
    thread_id=_LATER,
    views=VIEWS,
)
FIVE = Skin(
    platform="vbulletin",
    posts=(
        f"//*[@data-node-id][.js-post or .b-post]{_OUTSIDE}",
        f"//*[.conversation-list]/li[@data-node-id]{_OUTSIDE}",
    ),
    key=("./@data-node-id",),
    body=(".//*[.js-post__content-text]", ".//*[@itemprop='text']", ".//*[.post-content]"),
    author=(
        ".//*[.author]//*[@itemprop='name']",
        ".//*[.author]//a[normalize-space()]",
        ".//*[.author]",
    ),
    time=(
        "./@data-node-publishdate",
        ".//time[@itemprop='dateCreated'][not(ancestor::*[.js-post__content-text])]",
        ".//*[.b-post__timestamp or .post-date]",
    ),
    edited=(".//*[.b-post__edit]", ".//*[.js-post-info]//*[contains(@class, 'edit')]"),
    permalink=(".//a[.b-post__count]/@href",),
    subject=(".//*[.b-post__title]",),
    number=(".//a[.b-post__count]",),
    marks=BODY,
    title=("//h1[.main-title or .js-main-title][normalize-space()]", "//h1"),
    crumbs=(*_CRUMBS, _LISTED),
    next=(
        f"(//a[.js-pagenav-current-button])[1]/following-sibling::a{_WITHOUT}",
        f"//a[.js-pagenav-next-button]{_WITHOUT}",
        "//*[@rel='next']/@href",
    ),
    previous=(
        "//*[.pagenav]//a[.js-pagenav-current-button][@data-page!='1']",
        "//*[@rel='prev']/@href",
    ),
    boards=("//a[.forum-title or .subforum-title][@href]",),
    threads=("//*[.topic-item][not(contains(@data-contenttype-class, 'Redirect'))]",),
    link=(".//a[.topic-title]",),
    replies=(".//*[.posts-count]",),
    last=(
        "./@data-lastcontent",
        ".//*[.cell-lastpost or .lastpost]//*[.post-date]",
        ".//*[.cell-lastpost or .lastpost]",
    ),
    login=(),
    listing=("//*[.topic-list or .topic-list-container or .forum-list-container]",),
    prefix=frozenset({"topic-prefix", "js-topic-prefix"}),
    thread_id=_LATER,
    views=VIEWS,
)
