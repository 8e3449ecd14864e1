"""What several tests share: the knowledge that ships, read once, and the graph built from it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

import kg
from kg import files
from kg.building import pipeline
from kg.facts import load
from kg.facts.load import Knowledge
from kg.graph import Graph
from kg.oxigraph import Quad
from release import release


def pytest_configure(config: pytest.Config) -> None:
    """Say what the marker means."""
    config.addinivalue_line(
        "markers", "slow: starts Java once more or runs SHACL over all data; -m 'not slow' leaves it out"
    )


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the knowledge that ships."""
    return files.knowledge_root()


@pytest.fixture(scope="session")
def knowledge(root: Path) -> Knowledge:
    """Return the ontology and facts that ship."""
    return load.load(root)


@pytest.fixture(scope="session")
def asserted(knowledge: Knowledge) -> list[Quad]:
    """Return the ontology and facts that ship, with the types that follow; nothing derived."""
    return pipeline.asserted(knowledge)


@pytest.fixture(scope="session")
def graph() -> Graph:
    """Return the built graph."""
    return kg.open()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.fail("Chromium is missing; sh tests/browser.sh installs it")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small release; one state's rule covers a court that binds the state."""
    return release(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let a module build in a cache of its own, so that its builds do not put the graph that ships out of the cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(files.CACHE_VARIABLE, str(tmp_path_factory.mktemp("cache")))
        yield
