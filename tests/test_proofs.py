"""Proofs: complete, in English and in Russian, down to sources, and as RDF that our shapes and PROV-O tools accept."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.compare import isomorphic

from kg import files
from kg.conclusions.conditions import EXCEPTION, read_sentences
from kg.conclusions.steps import READING, Step, derived
from kg.derivation import validate
from kg.exporting.provenance import proof_turtle
from kg.facts.load import Knowledge
from kg.faults import UsageFault
from kg.graph import Graph
from kg.language.phrases import fill, languages, placeholders, read_phrases
from kg.language.words import read_words
from kg.names import kind, short, term, thing
from kg.presenting.trees import proof
from kg.queries.sparql import read_query

ROOT = files.knowledge_root()
LANGUAGES = languages(ROOT)
DAY = "2026-11-23"
ALL_MATTERS = "rus-limb-b-per-body-all-matters"
GOLDEN = tomllib.loads((Path(__file__).parent / "golden" / "proofs-ru.toml").read_text(encoding="utf-8"))
CYRILLIC = re.compile(r"[\u0400-\u04FF]")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
# Treated as non-binding with a conflict and without, depending on the proceeding, not covered, undetermined.
PROVED = (
    ("ecthr-carter", DAY, ALL_MATTERS),
    ("icc", DAY, ALL_MATTERS),
    ("ecthr", "2022-04-15", None),
    ("cas", DAY, None),
    ("acjhr", DAY, ALL_MATTERS),
)


@cache
def sentences(language: str) -> dict[str, str]:
    """Return the sentences of a language by table and key."""
    tables = tomllib.loads((ROOT / "queries" / "wording" / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{name}.{key}": text for name, table in tables.items() for key, text in table.items()}


def walked(steps: list[Step]) -> Iterator[Step]:
    """Yield all steps of proofs."""
    for top in steps:
        yield from (step for _, step in top.walk())


def texts(steps: list[Step]) -> list[str]:
    """Return what the steps of proofs say."""
    return [step.text for step in walked(steps)]


def headers() -> list[tuple[Path, dict[str, str]]]:
    """Return the headers that hold sentences: of the conditions' rules and of the supposed changes."""
    found = [(query.path, query.header) for query in read_sentences(ROOT).values()]
    return found + [
        (path, read_query(path).header) for path in sorted((ROOT / "queries" / "changes").glob("*.rq"))
    ]  # fmt: skip


def test_english_and_russian_are_spoken() -> None:
    assert LANGUAGES == ["en", "ru"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_sentence_with_the_same_placeholders(language: str) -> None:
    english, own = sentences("en"), sentences(language)
    assert own.keys() == english.keys()
    differing = [key for key in english if placeholders(own[key]) != placeholders(english[key])]
    assert not differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_used(language: str) -> None:
    """A sentence is named in the engine, as a whole or by its table, and none is left over."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "kg").rglob("*.py")))
    whole = set(re.findall(r'"([a-z-]+\.[\w-]+)"', code))
    tables = set(re.findall(r'f"([a-z-]+)\.\{', code))
    unused = [key for key in sentences(language) if key not in whole and key.split(".")[0] not in tables]
    assert unused == ["language.name"], "language.name is for a reader of the file"
    spoken = {key for key in whole if key.split(".")[0] in ("fact", "proof")}
    assert spoken <= set(sentences(language)) | set(read_words(ROOT, language).texts)


def test_every_kind_of_condition_and_of_change_speaks_both_languages() -> None:
    """Each sentence in a header has its Russian twin with the same placeholders."""
    said = ("holds", "fails", "unknown", "decided", EXCEPTION, "says")
    assert len(headers()) > 15
    for path, header in headers():
        for key in (key for key in said if key in header):
            assert f"{key}@ru" in header, f"{path.name} lacks '# {key}@ru: …'"
            assert placeholders(header[key]) == placeholders(header[f"{key}@ru"]), f"{path.name}: {key}"
            assert CYRILLIC.search(header[f"{key}@ru"]), f"{path.name}: {key}@ru is not Russian"


def test_a_part_in_brackets_is_left_out_where_its_value_is_not_known() -> None:
    assert fill("{a}[, since {b}][: {c}]", {"a": "x", "b": None, "c": "y"}) == "x: y"
    with pytest.raises(KeyError):
        fill("{a}", {})


def test_days_are_written_as_the_language_writes_them() -> None:
    russian = read_phrases(ROOT, "ru")
    assert [russian.day(text) for text in ("2000-09-13", "2000-09", "2000", "x")] == [
        "13.09.2000", "09.2000", "2000", "x",
    ]  # fmt: skip
    assert read_phrases(ROOT, "en").day("2000-09-13") == "2000-09-13"


def test_an_unknown_language_is_named_with_those_there_are(graph: Graph) -> None:
    with pytest.raises(UsageFault, match="no language is called 'xx'; there are en, ru"):
        graph.why("RUS", "icc", on=DAY, language="xx")


@pytest.mark.parametrize("golden", GOLDEN["proof"], ids=lambda golden: golden["title"])
def test_a_proof_reads_so_in_russian(graph: Graph, golden: dict[str, Any]) -> None:
    said = texts(
        graph.why("RUS", golden["subject"], on=golden["on"], reading=golden.get("reading"), language="ru")
    )  # fmt: skip
    assert golden["lines"]
    assert [line for line in golden["lines"] if line not in said] == []


@pytest.mark.parametrize(("subject", "day", "reading"), PROVED)
def test_no_english_word_of_the_sentences_leaks_into_russian(
    graph: Graph, subject: str, day: str, reading: str | None
) -> None:
    """Texts that are recorded in English only are marked; what is not marked and has no name in it is Russian."""
    words = graph.wording_in("ru")
    plain = [text for _, header in headers() for key, text in header.items() if "@" not in key]
    english = {
        word
        for text in [*sentences("en").values(), *plain]
        for word in re.findall(r"[A-Za-z]{4,}", re.sub(r"\{\w+\}", "", text))
    }
    for step in walked(graph.why("RUS", subject, on=day, reading=reading, language="ru")):
        text = step.text.split("[англ.]")[0]
        if step.iri is not None and kind(step.iri) is not None:
            text = text.replace(words.name(step.iri), "")
        assert not english & set(re.findall(r"[A-Za-z]{4,}", text)), text
        assert not text.strip() or CYRILLIC.search(text), text


def test_both_languages_prove_the_same(graph: Graph) -> None:
    """The trees have the same nodes, outcomes and marks; only the words differ."""
    for subject, day, reading in PROVED:
        trees = [
            sorted(
                (depth, step.iri or "", step.outcome or "", step.unconfirmed, step.role or "")
                for top in graph.why("RUS", subject, on=day, reading=reading, language=language)
                for depth, step in top.walk()
            )
            for language in LANGUAGES
        ]
        assert trees[0] == trees[1]


def test_a_negative_step_names_the_list_and_its_day(graph: Graph) -> None:
    """Where absence proves something, the statement that the list is complete stands below it."""
    for step in walked(graph.why("RUS", "icc", on=DAY, reading=ALL_MATTERS)):
        if step.text.startswith("Exception considered"):
            below = [one for _, one in step.walk() if kind(one.iri or "") == "completeness"]
            assert below
            assert all(re.search(r"list complete as of \d{4}-\d{2}-\d{2}", one.text) for one in below)
            assert all(one.citations for one in below)


def test_a_reading_is_named_with_who_proposes_it(graph: Graph) -> None:
    """Of several readings each has a proof of its own that names it and cites who proposes it, or says nobody does."""
    proofs = graph.why("RUS", "icc", on=DAY)
    readings = [step for top in proofs for step in top.steps if step.role == READING]
    assert len(readings) == len(proofs) > 1
    assert len({step.iri for step in readings}) == len(readings)
    assert all(step.citations or step.steps for step in readings)
    assert "proposed in: " in proof(proofs[:1], "table", graph.wording.phrases)
    assert "предложено в: " in proof(proofs[:1], "table", graph.wording_in("ru").phrases)


def test_a_state_that_never_joined_is_told_apart_from_one_that_left(graph: Graph) -> None:
    signed = texts(graph.why("RUS", "icc", on=DAY, reading=ALL_MATTERS))
    assert any("a signatory only, never a party; list complete as of" in text for text in signed)
    left = texts(graph.why("RUS", "ecthr", on=DAY, reading=ALL_MATTERS))
    assert any("a party from 1998-05-05 until 2022-09-16; list complete as of" in text for text in left)


def test_what_outlives_party_status_is_told_only_after_its_end(graph: Graph) -> None:
    clause = thing("provision", "echr-art-58")
    after = [step for step in walked(graph.why("RUS", "ecthr-carter", on="2022-09-16")) if step.iri == clause]
    assert after
    assert all(step.text.startswith("Russia ceased to be a party on 2022-09-16") for step in after)
    before = [step for step in walked(graph.why("RUS", "ecthr-carter", on="2022-09-15")) if step.iri == clause]
    assert not any("ceased to be a party on" in step.text for step in before)


def test_a_conflict_shows_both_sides(graph: Graph) -> None:
    for top in graph.why("RUS", "ecthr-carter", on=DAY, reading=ALL_MATTERS):
        kinds = [kind(step.iri or "") for step in top.steps]
        assert kind(top.iri or "") == "position"
        assert "international-position" in kinds
        assert "conflict" in kinds


def test_why_not_speaks_russian(graph: Graph) -> None:
    golden = GOLDEN["why-not"]
    found = graph.why_not("RUS", golden["subject"], on=golden["on"], reading=golden["reading"], language="ru")
    said = texts(found.steps())
    assert [line for line in golden["lines"] if line not in said] == []
    assert all(CYRILLIC.search(text) for text in said)


@pytest.mark.parametrize("form", ["table", "md", "json", "csv"])
def test_every_form_ends_at_sources_with_their_address(graph: Graph, form: str) -> None:
    for language in LANGUAGES:
        found = graph.why("RUS", "icc", on=DAY, reading=ALL_MATTERS, language=language)
        assert "https://www.europeanaffairs.it/" in proof(found, form, graph.wording_in(language).phrases)


@pytest.mark.parametrize(("subject", "day", "reading"), PROVED)
def test_a_proof_as_turtle_conforms_and_speaks_prov(
    graph: Graph, knowledge: Knowledge, subject: str, day: str, reading: str | None
) -> None:
    """Of the Turtle alone the shapes hold; each derived node has its rule as plan, and sources end it."""
    proved = derived(graph.why("RUS", subject, on=day, reading=reading))
    text = proof_turtle(graph.store, proved)
    found = rdflib.Graph().parse(data=text, format="turtle")
    again = rdflib.Graph().parse(data=found.serialize(format="turtle"), format="turtle")
    assert isomorphic(found, again)
    assert [str(one) for one in validate.shacl(knowledge, found, validate.shapes(ROOT))] == []
    rests_on, by_rule = rdflib.URIRef(term("restsOn")), rdflib.URIRef(term("byRule"))
    for node in map(rdflib.URIRef, proved):
        assert set(found.objects(node, PROV.wasDerivedFrom)) == set(found.objects(node, rests_on))
        plans = {
            plan
            for activity in found.objects(node, PROV.wasGeneratedBy)
            for association in found.objects(activity, PROV.qualifiedAssociation)
            for plan in found.objects(association, PROV.hadPlan)
        }
        assert plans == set(found.objects(node, by_rule)), short(str(node))
        assert all((plan, rdflib.RDF.type, PROV.Plan) in found for plan in plans)
        reached = set(found.transitive_objects(node, PROV.wasDerivedFrom))
        sources = {source for one in reached for source in found.objects(one, PROV.hadPrimarySource)}
        assert sources
        assert all((source, rdflib.RDF.type, PROV.Entity) in found for source in sources)
        assert any(found.value(source, rdflib.URIRef(term("url"))) for source in sources)
