"""A real Elasticsearch 9 keeps the contract, and its troubles are told in one line."""

import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest

from index import mapping
from index.engines import IndexTrouble, open_index
from index.query import parse
from tests.elasticsearch_node import ElasticsearchNode
from tests.engine_contract import EngineContract, change, fill, ids, made

pytestmark = pytest.mark.elasticsearch
_OPEN = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def ask(node, path, body=None, method=None):
    """Talk to the server behind the engine's back."""
    request = urllib.request.Request(node.url + path, method=method)
    request.add_header("Content-Type", "application/json")
    data = None if body is None else json.dumps(body).encode()
    with _OPEN.open(request, data) as answer:
        return json.load(answer)


@pytest.fixture
def name(elasticsearch_node):
    name = f"t{uuid4().hex[:8]}"
    yield name
    for index in ask(elasticsearch_node, f"/{name}*/_alias?expand_wildcards=all"):
        ask(elasticsearch_node, f"/{index}", method="DELETE")


@pytest.fixture
def engine(elasticsearch_node, name):
    return lambda: open_index(elasticsearch_node.url, name=name)


class TestElasticsearch(EngineContract):
    pass


def held(node, name):
    return sorted(ask(node, f"/{name}-*/_alias"))


def test_one_index_behind_an_alias_and_a_new_number_only_for_a_new_mapping(
    elasticsearch_node, name, engine, monkeypatch
):
    first = engine()
    fill(first, made(1), made(2), made(3))
    assert ask(elasticsearch_node, f"/_alias/{name}") == {f"{name}-000001": {"aliases": {name: {}}}}
    fill(engine(), made(4), start=4)
    assert held(elasticsearch_node, name) == [f"{name}-000001"]

    monkeypatch.setattr(mapping, "DIGEST", "feedfacecafe")
    second = engine()
    assert second.followed() == 0
    second.apply([change(made(1), 1)], 1)
    assert second.search(parse("")).total == 4, "the old index answers until the new one is as far"
    assert held(elasticsearch_node, name) == [f"{name}-000001", f"{name}-000002"]
    second.apply([change(made(n), n) for n in (2, 3, 4)], 4)
    assert held(elasticsearch_node, name) == [f"{name}-000002"]
    assert (second.search(parse("")).total, engine().followed()) == (4, 4)


def test_the_mapping_is_strict_and_the_meta_says_whose_it_is(elasticsearch_node, name, engine):
    fill(engine(), made(1))
    (index,) = ask(elasticsearch_node, f"/{name}/_mapping").values()
    assert index["mappings"]["dynamic"] == "strict"
    assert index["mappings"]["_meta"] == {
        "made_by": "offerwatch", "mapping": mapping.DIGEST, "followed": 1,
    }  # fmt: skip
    assert index["mappings"]["properties"]["hits"] == {"type": "object", "enabled": False}
    (hit,) = ask(elasticsearch_node, f"/{name}/_search")["hits"]["hits"]
    assert hit["_source"]["@timestamp"]
    assert not {"text_stems", "text_forms"} & set(hit["_source"])


def test_the_server_itself_refuses_a_stale_write(elasticsearch_node, name, engine):
    opened = engine()
    fill(opened, made(1, "new"), start=7)
    opened.server.bulk(f"{name}-000001", [change(made(1, "old"), 3)])
    opened.server.remember(f"{name}-000001", {"made_by": "offerwatch", "mapping": mapping.DIGEST})
    assert (ids(opened, "new"), ids(opened, "old")) == ([made(1).id], [])


@pytest.mark.parametrize("theirs", ["{name}", "{name}-000001", "theirs-{name}"])
def test_an_index_of_somebody_else_is_left_alone(elasticsearch_node, name, engine, theirs):
    index = theirs.format(name=name)
    aliases = {"aliases": {name: {}}} if index.startswith("theirs") else {}
    ask(elasticsearch_node, f"/{index}", aliases, "PUT")
    ask(elasticsearch_node, f"/{index}/_doc/1?refresh", {"their": "post"}, "PUT")
    with pytest.raises(IndexTrouble, match=f"'{index}' was not made by OfferWatch"):
        engine()
    assert ask(elasticsearch_node, f"/{index}/_count")["count"] == 1
    ask(elasticsearch_node, f"/{index}", method="DELETE")


def test_other_indices_beside_ours_are_none_of_our_business(elasticsearch_node, name, engine):
    ask(elasticsearch_node, f"/{name}-logs", {}, "PUT")
    fill(engine(), made(1))
    engine().clear()
    assert held(elasticsearch_node, name) == [f"{name}-000002", f"{name}-logs"]


class Pretender(BaseHTTPRequestHandler):
    """Answers as something else does."""

    status, product, body = 200, None, b"{}"

    def do_GET(self):
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.body)))
        if self.product:
            self.send_header("X-Elastic-Product", self.product)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_):
        pass


OLDER = b'{"error":{"root_cause":[{"type":"media_type_header_exception"}],"type":"media_type_header_exception","reason":"Invalid media-type value on headers [Accept]"},"status":400}'
NEWER = b'{"version":{"number":"10.0.1"}}'


@pytest.mark.parametrize(
    ("status", "product", "body", "said"),
    [
        (200, None, b'{"hello": 1}', "not an Elasticsearch 9"),
        (200, None, b'{"version":{"number":"2.19.0","distribution":"opensearch"}}', "not an Elasticsearch"),
        (400, "Elasticsearch", OLDER, "older than 9"),
        (200, "Elasticsearch", NEWER, "10.0.1; OfferWatch needs 9.x"),
        (200, "Elasticsearch", b"{}", "of no version; OfferWatch needs"),
        (401, "Elasticsearch", b"{}", "refuses our key"),
        (503, "Elasticsearch", b"{}", "answers with an error"),
    ],
)  # fmt: skip
def test_something_else_at_the_address(status, product, body, said):
    kind = type("Kind", (Pretender,), {"status": status, "product": product, "body": body})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://user:hush@127.0.0.1:{server.server_port}"
        with pytest.raises(IndexTrouble, match=said) as trouble:
            open_index(address, api_key="hush")
        server.shutdown()
    assert "hush" not in str(trouble.value)
    assert "\n" not in str(trouble.value)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9", "http://user:hush@127.0.0.1:9", "http://", "https://127.0.0.1:x"],
)
def test_nobody_at_the_address(address):
    with pytest.raises(
        IndexTrouble, match=r"127\.0\.0\.1:9 does not answer|index address"
    ) as trouble:
        open_index(address)
    assert "hush" not in str(trouble.value)


def test_a_certificate_file_that_is_not_there(tmp_path):
    with pytest.raises(IndexTrouble, match="ca_certs: no such file"):
        open_index("https://127.0.0.1:9", ca_certs=tmp_path / "none.pem")


def test_away_and_back(tmp_path):
    """Killed as by a power cut in the middle: what was followed is there, the rest follows later."""
    node = ElasticsearchNode(tmp_path / "node")
    with node:
        engine = open_index(node.url)
        fill(engine, *(made(n) for n in range(200)))
        scan = engine.scan(parse(""))
        next(scan)
        node.kill()
        for refused in (
            engine.followed,
            lambda: engine.search(parse("")),
            lambda: engine.apply([change(made(200), 201)], 201),
            lambda: open_index(node.url),
        ):
            with pytest.raises(IndexTrouble, match="does not answer"):
                refused()
        node.start()
        assert engine.followed() == 200
        engine.apply([change(made(200), 201)], 201)
        assert engine.search(parse("")).total == 201
        assert [post.seq for post in engine.scan(parse(""))] == list(range(1, 202))
        engine.close()
