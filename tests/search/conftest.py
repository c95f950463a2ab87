"""The search of the town's real content, and of the generated commune."""

import pytest

from formservice.search import asked
from formservice.search.finding import Answer, find
from formservice.search.index import opened


@pytest.fixture(scope="session")
def look(town_site):
    """Ask the town's search: the answer, and the addresses of the pages found, best first."""

    def look(text: str) -> tuple[Answer, list[str]]:
        with opened(town_site.folder) as index:
            answer = find(index, asked.cut(text))
            return answer, [index.page(hit.page).url for hit in answer.hits]

    return look


@pytest.fixture(scope="session")
def beginnings(town_site) -> list[str]:
    """The first letters, four or more, of each word that the town writes."""
    with opened(town_site.folder) as index:
        words = [word for (word,) in index.base.execute("SELECT word FROM words")]
    return sorted({word[:end] for word in words for end in range(4, len(word) + 1)})
