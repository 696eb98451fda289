"""Steps for tests of the crawl itself: raise what says so, break where it is said."""

from crawler.items import Page


class Raise:
    """Puts posts that say URGENT in the queue and those that say CHILD in their lane."""

    def process_item(self, item: Page) -> Page:
        for post in item.posts:
            post.lane = "queue" if "URGENT" in post.text else None
            if "CHILD" in post.text:
                post.lane, post.restricted = "child", True
            if "BREAK" in post.text:
                raise ZeroDivisionError("this step is broken")
        return item
