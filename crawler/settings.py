"""Scrapy's settings: every default that is not safe or not polite is set here."""

from crawler.home import where

BOT_NAME = "offerwatch"
USER_AGENT = "OfferWatch/0.1"
OFFERWATCH_HOME = str(where(None))
OFFERWATCH_ALLOW_PRIVATE = False
OFFERWATCH_PAUSE = 1.0  # seconds a host rests after its first error, doubled with each
OFFERWATCH_BUSY = 30.0  # seconds a page in the browser may work by itself, downloads aside
SPIDER_LOADER_CLASS = "spiders.loader.Sources"

ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
HTTPPROXY_ENABLED = False  # a proxy would look names up for us, out of our sight
METAREFRESH_ENABLED = False
REDIRECT_MAX_TIMES = 10
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_MAXSIZE = 5 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,application/xhtml+xml;q=0.9"}

AUTOTHROTTLE_ENABLED = True
DOWNLOAD_DELAY = 2.0
AUTOTHROTTLE_START_DELAY = 2.0
CONCURRENT_REQUESTS = 1  # a source is one site; a wait anywhere is a rest for it
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 1_000_000  # bytes of pages that may wait to be read further
SCHEDULER_PRIORITY_QUEUE = "scrapy.pqueues.DownloaderAwarePriorityQueue"

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
TWISTED_DNS_RESOLVER = "crawler.resolver.CheckedResolver"
REQUEST_FINGERPRINTER_CLASS = "spiders.fingerprint.Fingerprinter"
ITEM_PROCESSOR = "crawler.steps.Steps"

DOWNLOAD_HANDLERS = {
    "http": "crawler.download.Handler",
    "https": "crawler.download.Handler",
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.manners.Manners": 50,
    "crawler.robots.Robots": 100,
    "crawler.patience.Patience": 550,
    "crawler.browser.rendering.Rendering": 540,
    "crawler.compression.Decompression": 590,
    "crawler.redirects.Redirects": 600,
}
ITEM_PIPELINES = {  # the road a post travels; order is a decision
    "pipelines.clean.CleanPipeline": 50,
    "pipelines.language.LanguagePipeline": 100,
    "pipelines.contacts.ContactsPipeline": 200,
    "pipelines.role.RolePipeline": 300,
    "pipelines.facts.step.FactsPipeline": 350,
    "pipelines.tag.TagPipeline": 400,
    "pipelines.judge.JudgePipeline": 500,
    "pipelines.repost.RepostPipeline": 600,
    "pipelines.keep.KeepPipeline": 900,
    "pipelines.out.OutPipeline": 950,
}
LOG_FORMATTER = "crawler.logs.OneLine"
LOG_LEVEL = "WARNING"
STATS_DUMP = False
