"""What the spreadsheet tests share."""

import pytest

from formservice.export import FORMATS


@pytest.fixture(params=FORMATS)
def format_name(request) -> str:
    """Each format in turn."""
    return request.param
