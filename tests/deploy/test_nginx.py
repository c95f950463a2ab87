"""The town's nginx: files for reading, the service for all that is sent."""

import http.client
import http.server
import os
import re
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from formservice.catalogue.resources import CITATIONS

ROOT = Path(__file__).resolve().parents[2]
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")

CITED = [f"agenda/liste.{ending}" for ending in CITATIONS]

pytestmark = pytest.mark.heavy


class Echo(http.server.BaseHTTPRequestHandler):
    """A service that answers with what reached it."""

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        words = f"service {self.command} {self.path} {self.headers['X-Forwarded-For']} {len(body)}"
        if "panne" in self.path:
            self.close_connection = True
            return
        self.send_response(404 if "inconnu" in self.path else 200)
        self.send_header("Content-Security-Policy", "default-src 'none'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words.encode())

    do_GET = do_POST = do_PUT = answer  # noqa: N815 - the names http.server looks for

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test quiet."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def settings(folder: Path, port: int, service_port: int) -> str:
    """The very file of deploy/, on another port, without certificate."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^.*(listen .*80|listen \[|ssl_\w+ |return 301|return 444|brotli_static on).*\n", "", text)
    text = re.sub(r"server \{\s*listen 443 ssl default_server;\s*\}", "", text)
    text = re.sub(r"server \{\s*server_name [^}]*\}\s*\}", "", text)
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = text.replace("unix:/run/commune/service.sock", f"127.0.0.1:{service_port}")
    text = text.replace("/srv/commune/output/site", str(folder / "site"))
    temporary = " ".join(f"{name}_temp_path {folder};" for name in ("proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.geteuid() == 0 else ""
    types = "types { text/html html; text/css css; application/json json; }"
    return (
        f"{user} pid {folder}/pid; daemon off; error_log {folder}/error.log; events {{}}\n"
        f"http {{ client_body_temp_path {folder}; {temporary} {types}\n{text}\n}}"
    )


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    """A running nginx before an echoing service; gives its port and its folder."""
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "site" / "agenda").mkdir(parents=True)
    (folder / "site" / "assets").mkdir()
    (folder / "site" / "a-z").mkdir()
    for name in ("index.html", "agenda/index.html", "a-z/index.html", "404.html", "assets/style.1234.css", *CITED):
        (folder / "site" / name).write_text(f"fichier {name}")
    (folder / "site" / "index.html.gz").write_bytes(b"compressed")
    service = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    port = free_port()
    (folder / "nginx.conf").write_text(settings(folder, port, service.server_port), encoding="utf-8")
    binary = subprocess.run([ROOT / "deploy" / "need", "nginx"], capture_output=True, text=True, check=True)
    process = subprocess.Popen([binary.stdout.strip(), "-p", folder, "-c", folder / "nginx.conf"])
    wait_for(port, process)
    yield port, folder
    process.terminate()
    process.wait(10)
    service.shutdown()
    service.server_close()


def wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(100):
        assert process.poll() is None, "nginx did not start"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not answer")


@pytest.fixture
def ask(nginx):
    """Send a request; return status, headers and text."""

    def ask(method: str, path: str, body: str = "", **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", nginx[0], timeout=10)
        connection.request(method, path, body, {"Host": "www.commune.example"} | headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text

    return ask


def test_reading_a_page_never_reaches_the_service(ask):
    status, headers, text = ask("GET", "/agenda/")

    assert (status, text) == (200, "fichier agenda/index.html")
    assert headers["Cache-Control"] == "no-cache"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_what_is_sent_to_a_page_reaches_the_service_at_the_same_address(ask, method):
    status, _, text = ask(method, "/agenda/", "name=Anna")

    assert (status, text) == (200, f"service {method} /agenda/ 127.0.0.1 9")


@pytest.mark.parametrize(
    "path",
    ["/suivi/session/abc", "/agents/", "/agenda/places/", "/recherche/?q=tablette", "/healthz", "/terminer"],
)
def test_the_addresses_of_the_service_are_its_own(ask, path):
    assert ask("GET", path)[2] == f"service GET {path} 127.0.0.1 0"


@pytest.mark.parametrize(("name", "type"), [("images/a.avif", "image/avif"), ("sons/a.opus", "audio/ogg")])
def test_pictures_and_sounds_are_sent_as_what_they_are(nginx, ask, name, type):
    (nginx[1] / "site" / name).parent.mkdir(exist_ok=True)
    (nginx[1] / "site" / name).write_text("fichier")

    status, headers, _ = ask("GET", f"/{name}")

    assert (status, headers["Content-Type"]) == (200, type)
    assert "immutable" in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert ask("POST", f"/{name}")[2].startswith("service POST")


def test_when_the_service_is_down_the_list_of_pages_stands_for_the_search(ask, nginx):
    status, headers, text = ask("GET", "/recherche/?q=panne+secretword")

    assert (status, text) == (503, "fichier a-z/index.html")
    assert headers["Cache-Control"] == "no-cache" and headers["Referrer-Policy"] == "same-origin"
    assert "Le service est en pause" in ask("GET", "/suivi/panne")[2]
    # No word of a search is kept, even when it fails.
    logs = "".join(path.read_text(errors="replace") for path in nginx[1].glob("*.log"))
    assert "/suivi/panne" in logs and "secretword" not in logs


def test_a_forged_origin_address_is_dropped(ask):
    assert " 127.0.0.1 " in ask("POST", "/agenda/", **{"X-Forwarded-For": "203.0.113.9"})[2]


def test_each_header_is_sent_once_even_by_the_service(ask):
    headers = ask("POST", "/agenda/")[1]

    assert headers.get_all("Content-Security-Policy") == ["default-src 'none'"]
    assert headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert headers.get_all("Cache-Control") == ["no-store"]


def test_an_unknown_page_is_the_town_s_404(ask):
    assert ask("GET", "/nulle-part/")[::2] == (404, "fichier 404.html")


def test_a_404_of_the_service_is_its_own_page(ask):
    assert ask("GET", "/suivi/inconnu")[2].startswith("service GET")


def test_a_page_without_its_final_slash_leads_to_it(ask):
    status, headers, _ = ask("GET", "/agenda")

    assert (status, headers["Location"]) == (301, "/agenda/")


def test_styles_are_kept_by_the_browser_for_a_year(ask):
    assert "immutable" in ask("GET", "/assets/style.1234.css")[1]["Cache-Control"]


@pytest.mark.parametrize("name", CITED)
def test_a_file_of_citations_is_opened_by_the_programs_that_read_it(ask, name):
    expected = CITATIONS[name.rpartition(".")[2]]
    assert ask("GET", f"/{name}")[1]["Content-Type"] == f"{expected}; charset=utf-8"


def test_compressed_files_are_sent_to_those_who_read_them(nginx):
    connection = http.client.HTTPConnection("127.0.0.1", nginx[0], timeout=10)
    connection.request("GET", "/", headers={"Host": "www.commune.example", "Accept-Encoding": "gzip"})
    answer = connection.getresponse()

    assert (answer.headers["Content-Encoding"], answer.read()) == ("gzip", b"compressed")
    connection.close()


def test_too_long_a_body_is_refused_in_french(ask):
    status, headers, text = ask("POST", "/agenda/", "a" * 300_000)

    assert status == 413
    assert "Rien n’a été enregistré" in text
    assert headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", ["/participation/budget-2027/proposer/", "/agents/saisie/BP27"])
def test_a_photo_passes_with_an_idea_and_nowhere_else(ask, path):
    photo = "a" * 5_000_000
    assert ask("POST", path, photo)[2] == f"service POST {path} 127.0.0.1 5000000"
    for other in (
        "/participation/budget-2027/",
        "/agents/saisie/",
        "/agents/participation/BP27/1",
        "/suivi/idea/BP27/a",
    ):
        assert ask("POST", other, photo)[0] == 413, other


@pytest.mark.parametrize("path", ["/participation/budget-2027/proposer/", "/agents/saisie/BP27"])
def test_a_photo_too_heavy_is_refused_in_french(ask, path):
    status, headers, text = ask("POST", path, "a" * 20_000_000)
    assert status == 413 and "8 Mo au plus" in text and headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_form_of_ideas_is_a_file_to_who_reads_it(ask, nginx):
    page = nginx[1] / "site" / "participation" / "budget-2027" / "proposer" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("formulaire")
    assert ask("GET", "/participation/budget-2027/proposer/")[::2] == (200, "formulaire")
    # Out of its dates the site has no form: the service says when it is open.
    assert ask("GET", "/participation/budget-2026/proposer/")[0] == 200
    assert ask("GET", "/participation/budget-2026/proposer/")[2].startswith("service GET")


def test_a_flood_is_answered_429_and_reading_goes_on(ask):
    answers = [ask("POST", "/agenda/")[0] for _ in range(80)]

    assert answers[:40] == [200] * 40
    assert 429 in answers
    assert ask("GET", "/agenda/")[0] == 200


def test_the_file_for_the_town_is_one_that_nginx_accepts(nginx):
    binary = subprocess.run([ROOT / "deploy" / "need", "nginx"], capture_output=True, text=True, check=True)
    checked = subprocess.run(
        [binary.stdout.strip(), "-t", "-p", nginx[1], "-c", nginx[1] / "nginx.conf"],
        capture_output=True,
        text=True,
    )

    assert checked.returncode == 0, checked.stderr
