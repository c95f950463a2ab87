"""EcoIndex: a page's footprint from its elements, its requests and its weight (100 is best).

The quantiles are those published with the method; `score` follows its formula.
"""

from bisect import bisect_right

from tests.markup import parse

DOM = (0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601)
REQUESTS = (0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920)
KILOBYTES = (
    0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06,
    2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26,
)  # fmt: skip


def quantile(table: tuple[float, ...], value: float) -> float:
    """Where a value stands among the pages of the web, from 0 to 20."""
    rank = bisect_right(table, value)
    if rank >= len(table):
        return 20
    return rank - 1 + (value - table[rank - 1]) / (table[rank] - table[rank - 1])


def score(elements: int, requests: int, size: float) -> float:
    """The EcoIndex of a page of `size` bytes."""
    weighed = 3 * quantile(DOM, elements) + 2 * quantile(REQUESTS, requests) + quantile(KILOBYTES, size / 1000)
    return 100 - 5 * weighed / 6


def count_elements(html: str) -> int:
    """The elements of a page, what is drawn inside a picture excepted."""
    return int(parse(html).xpath("count(//*[not(ancestor::svg)])"))
