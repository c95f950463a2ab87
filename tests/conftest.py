"""What every test may ask for: two communes really built, the service on them, a browser."""

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from werkzeug.routing import Rule

from formservice import create_app, sealed, theme
from formservice.clock import FrozenClock
from formservice.office import agents
from formservice.service import Service
from formservice.storage import Store
from formservice.storage.postgres_schema import migrate
from tests import builders, quick
from tests.built import ROOT, Built, build
from tests.commune import Commune, a_now, generate
from tests.pages import Client
from tests.running import Live, chromium, serving
from tests.storage.postgres_server import Lent, Server, own_schema, start_server

SEED = int(os.environ.get("COMMUNE_SEED") or random.SystemRandom().randrange(1_000_000))
# The processes that share the tests meet the same commune.
os.environ["COMMUNE_SEED"] = str(SEED)
HERE = Path(__file__).parent
# A slow machine makes no test fail.
settings.register_profile("town", deadline=None)
settings.load_profile("town")
# The store syncs each file it writes, sixty times a test: in memory, that costs nothing.
if memory := quick.quick_disk():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def pytest_report_header() -> str:
    """Name the commune of this run."""
    return f"generated commune: COMMUNE_SEED={SEED}"


def pytest_terminal_summary(terminalreporter) -> None:
    """Say after a failure how to meet the same commune again."""
    if terminalreporter.stats.get("failed") or terminalreporter.stats.get("error"):
        terminalreporter.write_line(f"To replay with the same generated commune: COMMUNE_SEED={SEED}")


def pytest_collection_modifyitems(items) -> None:
    """Whatever asks for a browser is marked so; the long files come first, so that all processes end together."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    many = Counter(item.path for item in items)
    long = {item.path for item in items if item.get_closest_marker("browser") or item.get_closest_marker("heavy")}
    items.sort(key=lambda item: (item.path.parent.name != "rehearsal", item.path not in long, -many[item.path]))


@pytest.fixture(scope="session", autouse=True)
def made_once(tmp_path_factory) -> Iterator[None]:
    """Do once for the whole run what most tests ask for: a service is made in each."""
    theme.OPTIONS["bytecode_cache"] = quick.Compiled()
    builders.TEMPLATES.share(tmp_path_factory.mktemp("templates") / "all")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEMPLATES_COMPILED", str(tmp_path_factory.mktemp("compiled")))
        patch.setattr(Rule, "_compile_builder", quick.once(Rule._compile_builder))
        # The passwords of the tests are in the tests; agents.DECOY is as strong as those of the town.
        patch.setattr(agents, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def commune(tmp_path_factory) -> Commune:
    """A commune the code has never seen, as Markdown."""
    return generate(tmp_path_factory.mktemp("commune"), SEED, a_now(SEED))


@pytest.fixture(scope="session")
def site(commune, tmp_path_factory) -> Built:
    """The generated commune, built."""
    return build(commune.folder, tmp_path_factory.mktemp("releases") / "commune", commune.now)


@pytest.fixture(scope="session")
def town_site(tmp_path_factory) -> Built:
    """The real content, built as on the noon of its latest news."""
    days = [
        line.split()[1]
        for path in (ROOT / "content/actualites").glob("*.md")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("date:")
    ]
    noon = datetime.combine(datetime.fromisoformat(max(days)), time(12))
    return build(ROOT, tmp_path_factory.mktemp("releases") / "town", noon)


@pytest.fixture(scope="session")
def server() -> Iterator[Server | Lent]:
    """A PostgreSQL of our own, for the whole run."""
    started = start_server()
    yield started
    started.remove()


@pytest.fixture(params=["tinydb", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new store, of each kind in turn."""
    if request.param == "tinydb":
        yield f"tinydb:{tmp_path / 'data'}"
        return
    with own_schema(request.getfixturevalue("server").url) as address:
        migrate(address)
        yield address


@pytest.fixture(params=["site", "town_site"])
def built(request) -> Built:
    """Each of the two sites in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def clock(commune, monkeypatch) -> FrozenClock:
    """The town's clock, stopped at the moment of the build; set `clock.at` to move it."""
    frozen = FrozenClock(commune.now)
    monkeypatch.setattr(Service, "clock", frozen)
    return frozen


@pytest.fixture
def app_on(tmp_path, clock, monkeypatch) -> Callable[..., Service]:
    """Make the service on a release and a fresh store; its clock is stopped and no one is too fast."""
    monkeypatch.setattr(sealed, "TOO_FAST", 0)

    def make(release: Path, now: datetime | None = None, **settings: object) -> Service:
        clock.at = now or clock.at
        given = {"SECRET_KEY": "a secret for the tests only", "BASE_URL": "http://localhost", "CLOCK": ""}
        given |= {"STORE": f"tinydb:{tmp_path / 'data'}", "MAIL": f"file:{tmp_path / 'mail'}"}
        return create_app(RELEASE=str(release), **(given | settings))

    return make


@pytest.fixture
def app(app_on, site) -> Service:
    """The service on the generated commune and a fresh store."""
    return app_on(site.folder, site.now)


@pytest.fixture
def store(app) -> Store:
    """The store of `app`."""
    return app.store


@pytest.fixture
def client(app) -> Client:
    """A visitor of the generated commune, who checks every page."""
    return Client(app)


@pytest.fixture(scope="session")
def live(site, tmp_path_factory) -> Iterator[Live]:
    """The site and its forms, served by real processes as `make serve` does, on the rehearsal clock."""
    with serving(site, tmp_path_factory.mktemp("live")) as server:
        yield server


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole run."""
    with chromium() as found:
        yield found
