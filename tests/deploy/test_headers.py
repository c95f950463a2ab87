"""What the service and nginx must say with one voice."""

import re
from pathlib import Path

import pytest

from formservice.catalogue.resources import CITATIONS
from formservice.participation import photos
from formservice.security import HEADERS, MOST_BYTES

NGINX = (Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_files_are_sent_with_the_headers_of_the_service(name):
    variable = f"$upstream_http_{name.lower().replace('-', '_')}"

    assert f"add_header {name} " in NGINX
    assert variable in NGINX
    assert f'"{HEADERS[name]}";' in NGINX


@pytest.mark.parametrize("ending", CITATIONS)
def test_a_file_of_citations_has_the_type_and_the_alphabet_that_programs_expect(ending):
    # Every nginx knows JSON.
    assert ending == "json" or re.search(rf"\n    {re.escape(CITATIONS[ending])} +{ending};", NGINX)
    assert CITATIONS[ending] in re.search("charset_types ([^;]*);", NGINX)[1].split()


def test_a_calendar_file_has_the_type_and_the_alphabet_that_programs_expect():
    assert re.search(r"\n    text/calendar +ics;", NGINX)
    assert "text/calendar" in re.search("charset_types ([^;]*);", NGINX)[1].split()


def test_nginx_lets_through_what_the_service_takes_and_no_more():
    assert f"client_max_body_size {MOST_BYTES // 1024}k;" in NGINX
    assert NGINX.count(f"client_max_body_size {photos.MOST_BYTES // 1000}k;") == 2
