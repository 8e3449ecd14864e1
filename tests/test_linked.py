"""Linked data: every name answers with what is said of it, in the form that is asked for, and says of which release.

What comes back is read by rdflib, which the server does not use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, SKOS, VOID

from kg.commands.serving import lying
from kg.drawing.pictures import imprint
from kg.graph import Graph
from kg.media import TURTLE
from kg.names import BASE, DERIVED_KINDS, KINDS, ONTOLOGY, THING, kind
from kg.oxigraph import NamedNode
from kg.routes import resources
from kg.serving.forms import GRAPHS
from kg.serving.limits import Limits
from serve import serving

FORMS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
ENDINGS = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
}
DCAT_VERSION = rdflib.URIRef("http://www.w3.org/ns/dcat#version")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's parsers make what rdflib deprecates


@pytest.fixture(scope="module")
def client(graph: Graph) -> Iterator[httpx.Client]:
    """Return a client of a server of the real graph."""
    with serving(graph.root, lying(graph), Limits(workers=1, answerers=1)) as running:
        yield running.client


def read(response: httpx.Response) -> rdflib.Graph:
    """Return what an answer states."""
    assert response.status_code == 200, response.text
    media = response.headers["content-type"].partition(";")[0]
    return rdflib.Graph().parse(data=response.content, format=FORMS[media], publicID=str(response.url))


def test_each_form_says_the_same(client: httpx.Client) -> None:
    said = {}
    for media in FORMS:
        response = client.get("/id/body/icc", headers={"Accept": media})
        assert response.headers["content-type"].partition(";")[0] == media
        assert "Accept" in response.headers["vary"]
        said[media] = {*read(response)}
    assert len({frozenset(one) for one in said.values()}) == 1
    for ending, media in ENDINGS.items():
        response = client.get(f"/id/body/icc{ending}", headers={"Accept": "image/png"})
        assert response.headers["content-type"].partition(";")[0] == media
        assert {*read(response)} == said[media]


def test_what_is_said_is_what_the_graph_holds(client: httpx.Client, graph: Graph) -> None:
    iri = THING + "body/icc"
    found = read(client.get("/id/body/icc"))
    told = graph.query(f"SELECT ?o {{ <{iri}> ?p ?o }}").rows
    assert {str(row[0]) for row in told} <= {str(value) for value in found.objects(rdflib.URIRef(iri))}
    facts = {str(row[0]) for row in graph.query(f"SELECT ?s {{ ?s ?p <{iri}> }}").rows}
    referring = {one for one in facts if kind(one) not in DERIVED_KINDS}
    assert 0 < len(referring) < len(facts), "facts name it, and what is derived does too"
    assert {str(subject) for subject in found.subjects(None, rdflib.URIRef(iri))} == referring
    assert {str(subject) for subject in found.subjects(SKOS.prefLabel)} >= {iri}


@pytest.mark.parametrize("which", KINDS + DERIVED_KINDS)
def test_a_thing_of_each_kind_answers(client: httpx.Client, graph: Graph, which: str) -> None:
    subjects = graph.query(f"SELECT ?s {{ ?s a ?c FILTER(STRSTARTS(STR(?s), '{THING}{which}/')) }} LIMIT 1").rows
    for row in subjects:
        iri = str(row[0])
        found = read(client.get(f"/{iri.removeprefix(BASE)}"))
        assert (rdflib.URIRef(iri), rdflib.RDF.type, None) in found


def test_it_says_of_which_release_it_is(client: httpx.Client, graph: Graph) -> None:
    found, mark, whole = read(client.get("/id/state/RUS")), imprint(graph), rdflib.URIRef(BASE + "dataset")
    assert found.value(rdflib.URIRef(THING + "state/RUS"), VOID.inDataset) == whole
    assert str(found.value(whole, DCAT_VERSION)) == mark.version
    assert str(found.value(whole, DCTERMS.identifier)) == mark.fingerprint


def test_nothing_is_sent_twice(client: httpx.Client) -> None:
    first = client.get("/id/body/icc")
    tag = first.headers["etag"]
    for held in (tag, f'"other", W/{tag}', "*"):
        again = client.get("/id/body/icc", headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/id/body/icc", headers={"If-None-Match": '"other"'}).content == first.content
    assert client.get("/id/body/icc.nt").headers["etag"] != tag
    head = client.head("/id/body/icc")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)


def test_links_lead_to_the_other_forms(client: httpx.Client) -> None:
    links = httpx.Response(200, headers={"Link": client.get("/id/body/icc").headers["link"]}).links
    assert {"license", "describedby", "alternate"} <= {*links}
    for ending in ENDINGS:
        assert f"</id/body/icc{ending}>" in client.get("/id/body/icc").headers["link"]


@pytest.mark.parametrize("path", ["id/body/icc", "ontology/State", "ontology/", "ontology/overview.svg", "dataset"])
def test_links_name_only_what_is_there(client: httpx.Client, path: str) -> None:
    linked = client.get(f"/{path}", headers={"Accept": "*/*"}).headers["link"]
    forms = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', linked)
    assert bool(forms) == (path in ("id/body/icc", "ontology/State"))
    for address, media in forms:
        found = client.get(address, headers={"Accept": f"{media}, */*;q=0.5"}, follow_redirects=True)
        assert (found.status_code, found.headers["content-type"].partition(";")[0]) == (200, media), address
    assert 'rel="license"' in linked


@pytest.mark.parametrize("stem", ["none", "%FF", "%D0%B8", "%E2%82%AC%22%3E"])
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_what_is_not_there_has_no_other_forms(client: httpx.Client, stem: str, accept: str) -> None:
    missing = client.get(f"/id/body/{stem}", headers={"Accept": accept})
    assert missing.status_code == 404
    assert missing.headers["content-type"].partition(";")[0] in ("text/html", "text/plain")
    assert "link" not in missing.headers
    assert "Accept" in missing.headers["vary"]


def test_links_are_ascii() -> None:
    """As a header must be (RFC 8288, 3), whatever a thing is called."""
    links = resources.links("id/body/суд", "id/body/суд", TURTLE)
    assert len(links) == 7
    assert all(re.fullmatch(r"<[!-;=?-~]+>; rel=[!-~ ]+", link) for link in links)


@pytest.mark.parametrize(
    ("address", "accept", "status"),
    [
        ("/id/body/none", "*/*", 404), ("/id/", "*/*", 404), ("/id/body/icc", "image/png", 406),
        ("/graph/none", "*/*", 404), ("/ontology/None", "*/*", 404),
        ("/id/body/%3Cscript%3E", "*/*", 404), ("/id/body/icc%20x", "*/*", 404), ("/id/../../etc/passwd", "*/*", 404),
        ("/ontology/none.svg", "*/*", 404), ("/ontology/overview.svg", "text/turtle", 406),
        ("/id/body/icc%FF", "*/*", 404), ("/id/body/%D0%B8%E2%82%AC", "*/*", 404),
    ],
)  # fmt: skip
def test_what_is_not_there(client: httpx.Client, address: str, accept: str, status: int) -> None:
    response = client.get(address, headers={"Accept": accept})
    assert response.status_code == status
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert "<" not in response.text


def test_the_ontology_and_its_terms(client: httpx.Client) -> None:
    whole = read(client.get("/ontology/"))
    ours = {str(one) for one in whole.subjects(rdflib.RDF.type, OWL.Class) if str(one).startswith(ONTOLOGY)}
    assert ONTOLOGY + "Ruling" in ours
    found = read(client.get("/ontology/Ruling"))
    assert (rdflib.URIRef(ONTOLOGY + "Ruling"), rdflib.RDF.type, OWL.Class) in found
    moved = client.get("/ontology")
    assert (moved.status_code, moved.headers["location"]) == (308, "/ontology/")
    term = client.get("/ontology/Ruling", headers={"Accept": "text/html"})
    assert term.status_code == 303
    page = client.get("/ontology/", headers={"Accept": "text/html"})
    place = term.headers["location"].removeprefix("./#")
    assert f'id="{place}"' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text
    pictures = re.findall(r'<img src="([^"]+)"', page.text)
    assert pictures
    asked = set(re.findall(r'href="\.\.(/questions/[^"]+)"', page.text))
    assert asked
    for address in sorted(asked)[:2]:
        assert client.get(address).status_code == 200
    for picture in pictures:
        for accept in ("image/svg+xml", "*/*"):
            drawn = client.get(f"/ontology/{picture}", headers={"Accept": accept})
            assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/svg+xml")
            assert "alternate" not in drawn.headers["link"], "a picture has no other form"


def test_graphs_and_the_data_set(client: httpx.Client, graph: Graph) -> None:
    name = max(
        (one.value for one in graph.store.named_graphs() if isinstance(one, NamedNode) and "/data/" in one.value),
        key=lambda iri: sum(1 for _ in graph.store.quads_for_pattern(None, None, None, NamedNode(iri))) < 500,
    )
    found = read(client.get(f"/{name.removeprefix(BASE)}"))
    assert len(found) == sum(1 for _ in graph.store.quads_for_pattern(None, None, None, NamedNode(name)))
    for address in ("/.well-known/void", "/dataset"):
        whole = read(client.get(address))
        dataset = rdflib.URIRef(BASE + "dataset")
        assert str(whole.value(dataset, VOID.sparqlEndpoint)) == str(client.base_url.join("/sparql"))
        assert int(str(whole.value(dataset, VOID.triples))) > 100_000
        examples = [str(one) for one in whole.objects(dataset, VOID.exampleResource)]
        assert examples
        assert all(read(client.get(f"/{one.removeprefix(BASE)}")) for one in examples[:2])


def test_every_form_that_is_offered_is_tested() -> None:
    assert {media for media, form in GRAPHS.items() if "xml" not in media or media == "application/rdf+xml"} - {
        "application/json"
    } == {*FORMS}
