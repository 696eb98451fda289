"""Where SMF 1.1, 2.0 and 2.1 put things, as a table."""

import re

from spiders.pages.skin import Skin
from spiders.readers.smf.marks import BODY
from spiders.readers.smf.names import PLACE, SHOWN

VIEWS = ("topicseen", "prev_next", "prev", "next", "sort", "desc", "wap2", "imode", "all")
THREAD = re.compile(r"\btopic[=,](\d+)")
_OUTSIDE = "[not(ancestor::*[.inner or .post])]"
_NUMBERED = "string(number(substring(@id, 4))) != 'NaN'"
_TOPIC = "span[starts-with(@id, 'msg_')]/a"
_BOARD = (
    "a[starts-with(concat(@name, @id), 'b')]"
    "[string(number(substring(concat(@name, @id), 2))) != 'NaN']"
)
_STAYED = "[not(.//img[contains(@src, '/moved.')])]"
_PLAIN = "[not(contains(@href, 'action='))]"
_BOARDS = " | ".join(
    (
        f"//{_BOARD}",
        f"//*[contains(@id, '_children')]//a[not(.new_posts)]{_PLAIN}",
        f"//tr[.//{_BOARD}]/following-sibling::tr[1][not(.//{_BOARD})]//small//a{_PLAIN}",
    )
)
_BAR = "[starts-with(normalize-space(following-sibling::text()[1]), ']')]"

SKIN = Skin(
    platform="smf",
    posts=(
        f"//*[.post_wrapper]{_OUTSIDE}[.//*[starts-with(@id, 'subject_')]]",
        f"//*[starts-with(@id, 'subject_')]{_OUTSIDE}/ancestor::table[2]",
        f"//*[starts-with(@id, 'msg')][{_NUMBERED}][not(self::a)]{_OUTSIDE}",
    ),
    key=(
        ".//*[starts-with(@id, 'subject_')]/@id",
        ".//*[@data-msgid]/@data-msgid",
        ".//*[starts-with(@id, 'msg_')][.inner]/@id",
        "./@id",
    ),
    body=(
        ".//*[.inner][starts-with(@id, 'msg_')]",
        ".//*[.post][starts-with(@id, 'msg_')]",
        ".//*[.post]/*[.inner]",
        ".//*[.post]",
        ".//*[starts-with(@id, 'msg_')][not(contains(substring(@id, 5), '_'))]",
    ),
    author=(
        ".//*[.poster]//h4//a[contains(@href, 'profile')][normalize-space()]",
        ".//*[.poster]//h4//a[normalize-space()]",
        ".//*[.poster]//h4",
        ".//td[@rowspan]/b[1]",
        ".//*[.poster]//a[contains(@href, 'profile')][normalize-space()]",
    ),
    time=(f".//*[@{SHOWN}]/@{SHOWN}", ".//time"),
    edited=(".//*[starts-with(@id, 'modified_')]",),
    permalink=(".//*[starts-with(@id, 'subject_')]//a/@href",),
    subject=(".//*[starts-with(@id, 'subject_')]",),
    number=(f".//*[@{PLACE}]/@{PLACE}", ".//*[.message_number]"),
    marks=BODY,
    title=(
        "//*[.navigate_section]//li[.last]//a",
        "//*[.navigate_section]//li[.last]",
        "//div[.nav][.//a[.nav]]/b[last()]",
        "//h2//*[@id='top_subject']",
        "//meta[@property='og:title']/@content",
        "//title",
    ),
    next=(
        "(//*[.current_page])[1]/following-sibling::a[.nav_page or .navPages]",
        f"(//*[self::strong or self::b]{_BAR}[following-sibling::*[1][self::a]])[1]/following-sibling::a[.navPages]",
    ),
    previous=("//a[.nav_page or .navPages][normalize-space()='1']",),
    boards=(_BOARDS,),
    threads=(
        f"//*[@id='topic_container']/*[.//{_TOPIC}]{_STAYED}",
        f"//{_TOPIC}/ancestor::tr[1]{_STAYED}",
        f"//{_TOPIC}/ancestor::*[.windowbg or .windowbg2][1]{_STAYED}",
    ),
    link=(f".//{_TOPIC}",),
    replies=(
        ".//*[.board_stats or .stats]//text()[translate(., '0123456789', '') != .]",
        f"(./td[.//{_TOPIC}])[1]/following-sibling::td[2]",
    ),
    last=(
        f".//*[.lastpost]/@{SHOWN}",
        f".//span[.smalltext]/@{SHOWN}",
        ".//*[.lastpost]",
        "./td[last()]",
    ),
    login=("//form[@name='frmLogin' or @id='frmLogin']//input[@type='password']",),
    listing=("//*[@id='messageindex' or @id='topic_header']", "//*[.table_grid]"),
    thread_id=THREAD,
    views=VIEWS,
)
