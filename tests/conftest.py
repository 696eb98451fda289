"""Fixtures every test may use."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.elasticsearch_node import ElasticsearchNode, NoNode
from tests.heavy import required


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of captured sites and gold posts; tests that read it are skipped without it."""
    here = Path(os.environ.get("OFFERWATCH_SHARED") or Path(__file__).parents[2] / "shared")
    if not here.is_dir():
        pytest.skip(f"no captured sites at {here}: set OFFERWATCH_SHARED")
    return here


@pytest.fixture(scope="session")
def elasticsearch_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ElasticsearchNode]:
    """A real Elasticsearch on 127.0.0.1; skipped where none can be had, unless one is required."""
    try:
        node = ElasticsearchNode(tmp_path_factory.mktemp("elasticsearch"))
    except NoNode as error:
        if required("elasticsearch"):
            pytest.fail(f"a real Elasticsearch is required: {error}")
        pytest.skip(f"no real Elasticsearch: {error}")
    with node:
        yield node
