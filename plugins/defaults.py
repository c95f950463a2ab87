"""Pelican settings that every commune shares; a commune's own live in pelicanconf.py."""

from formservice import theme as _theme

PATH = "content"
THEME = "theme"
PLUGINS = ["plugins.reader", "plugins.site"]
DEFAULT_LANG = "fr"
LOCALE = ("C",)
TIMEZONE = "Europe/Paris"
SITEURL = "http://127.0.0.1:8000"
RELATIVE_URLS = False

# Everything is written by our generator: Pelican's own articles and lists stay off.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = TAG_SAVE_AS = ARCHIVES_SAVE_AS = ""
FEED_MAX_ITEMS = 30

# content/images and content/sons are drawn again by plugins/media: as they are, they may tell where they were made.
STATIC_PATHS = ["extra"]
EXTRA_PATH_METADATA = {f"extra/{name}": {"path": name} for name in ("robots.txt", "favicon.ico")}
THEME_STATIC_PATHS: list[str] = []
DELETE_OUTPUT_DIRECTORY = False
CACHE_CONTENT = LOAD_CONTENT_CACHE = False

JINJA_ENVIRONMENT = _theme.OPTIONS
JINJA_FILTERS = _theme.FILTERS | {"safe_body": _theme.safe}
JINJA_GLOBALS = _theme.GLOBALS
# No automatic id on headings: two headings alike would make two ids alike.
MARKDOWN = {
    "extensions": ["tables", "attr_list", "sane_lists", "def_list", "md_in_html"],
    "output_format": "html5",
}
