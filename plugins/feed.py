"""The feed of the news."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from urllib.parse import urljoin

from formservice.catalogue import News

FILE = "actualites/atom.xml"


def write(writer: Any, context: dict[str, Any], news: Iterable[News], name: str, site_url: str) -> None:
    """Write it with Pelican's own writer; `name` is the town's."""
    entries = [_Entry(one, site_url, name) for one in news]
    context = {**context, "SITENAME": name, "SITEURL": site_url}
    writer.write_feed(entries, context, FILE, feed_title=f"Actualités, {name}")


class _Entry:
    """A piece of news as Pelican's feed writer wants it."""

    def __init__(self, news: News, site_url: str, author: str):
        self.title, self.url, self.summary = news.title, news.url.lstrip("/"), news.summary
        self.date, self.author = datetime.combine(news.date, time(8)), author
        self._body = news.body.replace('href="/', f'href="{urljoin(site_url + "/", "/")}')

    def get_content(self, site_url: str) -> str:
        """The whole text, with links that work outside the site."""
        return self._body
