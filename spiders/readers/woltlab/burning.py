"""Where the templates of Burning Board 3 put things."""

from spiders.pages.skin import Skin
from spiders.readers.woltlab.marks import LABELS, THREAD_ID, VIEWS
from spiders.readers.woltlab.suite import MARKS, ROOT

BURNING = Skin(
    platform="woltlab",
    posts=("//*[.message][starts-with(@id, 'postRow')]",),
    body=(
        ".//*[.messageBody]//*[starts-with(@id, 'postText')]",
        ".//*[.messageBody]",
    ),
    author=(".//*[.messageAuthor]//*[.userName]", ".//*[.userName]"),
    time=(".//*[.messageHeader]//*[.containerContent]", ".//*[.messageHeader]//p[.light]"),
    permalink=(".//a[.messageNumber]/@href",),
    subject=(".//*[.messageTitle]", ".//*[starts-with(@id, 'postTopic')]"),
    number=(".//a[.messageNumber]",),
    marks=MARKS,
    title=("//*[starts-with(@id, 'threadTitle')]", "//*[.mainHeadline]//h2"),
    address=(
        "//link[@rel='canonical']/@href",
        "//*[starts-with(@id, 'threadTitle')]//a/@href",
        "//*[.mainHeadline]//h2/a/@href",
    ),
    prefix=LABELS,
    crumbs=("(//*[.breadCrumbs])[1]//a[@href]",),
    next=(
        ("//*[.pageNavigation]//li[.active]/following-sibling::li/a[@href] | //link[@rel='next']"),
    ),
    previous=("//*[.pageNavigation]//li[.active]/preceding-sibling::li/a | //link[@rel='prev']",),
    boards=(
        "//a[starts-with(@id, 'boardLink')][not(.externalURL)]",
        "//*[@id='boardlist']//*[.boardTitle]//a[not(.externalURL)]",
    ),
    threads=(
        "//tr[starts-with(@id, 'threadRow')]",
        "//tr[.//*[.topic][starts-with(@id, 'thread')]]",
    ),
    link=(".//*[.topic]//a[@href][normalize-space()]",),
    replies=(".//*[.columnReplies]",),
    last=(".//*[.columnLastPost]//p[.light]", ".//*[.columnLastPost]//p[last()]"),
    zone=("//*[@id='date']",),
    login=("//body[@id='tplUserLogin' or @id='tplPermissionDenied']//input[@type='password']",),
    listing=("//body[@id='tplBoard' or @id='tplIndex']",),
    thread_id=THREAD_ID,
    views=VIEWS,
    root=ROOT,
)
