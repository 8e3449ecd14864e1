"""What several tests share: the graph of the knowledge that ships, built once."""

import pytest

import kg
from kg.graph import Graph


@pytest.fixture(scope="session")
def graph() -> Graph:
    """Return the built graph."""
    return kg.open()
