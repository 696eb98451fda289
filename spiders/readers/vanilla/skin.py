"""Where Vanilla 2.0, 2.1 to 2.8 and later put things, as a table."""

import re

from spiders.pages.skin import Skin
from spiders.readers.vanilla.marks import BODY

VIEWS = ("sort", "Sort", "save", "followed", "Target", "new")
_NUMBERED = (
    "[starts-with(@id, 'Comment_') or starts-with(@id, 'Discussion_')][not(ancestor::*[.Message])]"
)
_HERE = "(//*[.Pager or .NumberedPager]//*[.Highlight or .active])[1]"
_STAYED = "[not(contains(translate(@class, 'R', 'r'), 'redirect'))][not(.//*[.Tag-Redirect])]"
_CATEGORY = "//*[starts-with(@id, 'Category_')]"
_CATEGORIES = (
    "//*[.CategoryName]//*[self::h2 or self::h3 or self::h4 or self::h5]//a[@href]"
    f" | {_CATEGORY}//a[.Title][@href] | {_CATEGORY}//*[.Title or .TitleWrap]/a[@href]"
    " | //*[.ChildCategories]//a[@href]"
)

SKIN = Skin(
    platform="vanilla",
    posts=(
        f"//*{_NUMBERED}[.ItemComment or .ItemDiscussion][.//*[.Message]]",
        f"//*{_NUMBERED}[.//*[.Message]]",
    ),
    body=(".//*[.Message]",),
    author=(
        ".//*[.Author]//*[.Username]",
        ".//*[.Author]//a[normalize-space()]",
        ".//*[.Author]",
        ".//*[.Username]",
    ),
    time=(
        ".//*[.DateCreated]//time",
        ".//*[.DateCreated]",
        ".//a[.Permalink]//time",
        ".//a[.Permalink]",
    ),
    edited=(".//*[.DateUpdated]//time", ".//*[.DateUpdated]"),
    permalink=(".//*[.DateCreated]//a/@href", ".//a[.Permalink]/@href"),
    number=(".//a[starts-with(@name, 'Item_')]/@name",),
    marks=BODY,
    title=(
        "//*[.PageTitle]//h1",
        "//meta[@property='og:title']/@content",
        "//h1[not(.Logo)]",
        "//*[.SubTab]/text()[normalize-space()]",
        "//title",
    ),
    crumbs=(
        "(//*[.Breadcrumbs][.//a])[1]//a[@href][not(ancestor-or-self::*[.HomeCrumb])]",
        "//*[.DiscussionMeta]//*[.Category]//a[@href]",
        "//*[.DiscussionTabs]//a[.TabLink][contains(@href, '/categories/')]",
    ),
    next=(
        f"{_HERE}/following-sibling::a[@href]",
        f"{_HERE}/following-sibling::li//a[@href]",
        "//a[.Next]/@href",
        "//link[@rel='next']/@href",
    ),
    previous=("//*[.Pager or .NumberedPager]//a[.Previous][@href]", "//link[@rel='prev']/@href"),
    boards=(_CATEGORIES,),
    threads=(
        f"//*[self::li or self::tr][starts-with(@id, 'Discussion_')]{_STAYED}",
        f"//li[./*[.ItemContent][.Discussion]]{_STAYED}",
    ),
    link=(
        ".//*[.Title]//a[@href][not(contains(@href, '/profile/'))]",
        ".//a[.Title][@href]",
        ".//a[contains(@href, '/discussion/')]",
    ),
    replies=(
        ".//*[.CountComments or .CommentCount]//*[.Number]/@title",
        ".//*[.CountComments or .CommentCount]",
    ),
    last=(
        ".//*[.LastUser]//time",
        ".//*[.LastCommentDate]//time",
        ".//*[.LastUser]//*[.CommentDate]",
        ".//*[.LastCommentDate]",
    ),
    login=("//*[self::main or @id='Content']//input[@type='password']",),
    listing=("//*[.DataList][.Discussions or .CategoryList]", "//*[.DiscussionsTable]"),
    thread_id=re.compile(r"/discussion/(\d+)"),
    views=VIEWS,
    root=re.compile(r"/(?:index\.php|discussions?(?=/|$)|categories(?=/|$)|entry/|search)"),
)
