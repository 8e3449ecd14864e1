"""Each check of queries/checks finds its offender, and only that; none finds anything in the data that ships."""

from pathlib import Path
from shutil import copytree
from time import process_time

import pytest

from kg import files
from kg.building import pipeline
from kg.derivation.validate import Finding, check, check_answers, read_checks
from kg.facts.load import Knowledge, load, read_turtle
from kg.graph import Graph
from kg.names import GRAPH, stem
from kg.oxigraph import NamedNode, Quad, QuerySolutions, Store

OFFENDERS = Path(__file__).with_name("offenders") / "checks"
ON_ANSWERS = Path(__file__).with_name("offenders") / "answers"
ON_FACTS = {query.stem: query for query in read_checks(files.knowledge_root())}
CHECKS = ON_FACTS | {query.stem: query for query in read_checks(files.knowledge_root(), "answers")}
SECONDS = 1.0
"""Of processor time: what a check may take over all data at most."""


@pytest.fixture(scope="module")
def offence(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> dict[Path, list[Finding]]:
    """Return what the checks find in the data with all offenders added: by offender, its path below OFFENDERS."""
    copy = tmp_path_factory.mktemp("offenders")
    both = Knowledge(
        knowledge.root, knowledge.ontology, list(knowledge.facts), dict(knowledge.rows), dict(knowledge.files)
    )
    for folder in OFFENDERS.iterdir():
        copytree(folder, copy / folder.name / "data")
        added = load(copy / folder.name)
        both.rows |= added.rows
        both.files |= {_graph(name, folder.name): path for name, path in added.files.items()}
        for quad in added.facts:
            assert isinstance(quad.graph_name, NamedNode)
            graph = NamedNode(_graph(quad.graph_name.value, folder.name))
            both.facts.append(Quad(quad.subject, quad.predicate, quad.object, graph))
    found: dict[Path, list[Finding]] = {}
    for finding in check(both, pipeline.asserted(both)):
        if finding.file is not None and finding.file.is_relative_to(copy):
            stem, _, *rest = finding.file.relative_to(copy).parts
            found.setdefault(Path(stem, *rest), []).append(finding)
    return found


def _graph(name: str, folder: str) -> str:
    """Return the name of an offender's graph, told apart by its folder."""
    return name.replace(f"{GRAPH}data/", f"{GRAPH}data/{folder}/")


def offenders() -> list[Path]:
    """Return the files of offenders, as they stand below OFFENDERS."""
    return [path.relative_to(OFFENDERS) for path in sorted(OFFENDERS.rglob("*.*"))]


def test_nothing_is_wrong_with_the_data(knowledge: Knowledge, asserted: list[Quad]) -> None:
    """No check finds anything in the data that ships."""
    assert [str(finding) for finding in check(knowledge, asserted)] == []


def test_nothing_is_wrong_with_the_answers(knowledge: Knowledge, graph: Graph) -> None:
    """No check on what is derived finds anything in the graph that ships."""
    assert [str(finding) for finding in check_answers(knowledge, graph.store)] == []


@pytest.mark.parametrize("path", sorted(ON_ANSWERS.glob("*.ttl")), ids=lambda path: path.stem)
def test_a_check_on_answers_finds_its_offender(path: Path, knowledge: Knowledge) -> None:
    """The check finds what is called an offender, and nothing else; so do no other checks on answers."""
    store = Store()
    store.extend(
        Quad(quad.subject, quad.predicate, quad.object) for quad in read_turtle(path, NamedNode("urn:offender"))
    )
    found = list(check_answers(knowledge, store))
    assert {finding.check for finding in found} == {path.stem}
    assert all(stem(finding.thing or "").startswith("offender") for finding in found)


def test_every_check_on_answers_has_an_offender() -> None:
    """No check on what is derived is without a test, and no test without a check."""
    assert {path.stem for path in ON_ANSWERS.glob("*.ttl")} == set(CHECKS) - set(ON_FACTS)


@pytest.mark.parametrize("stem", ON_FACTS)
def test_a_check_finds_its_offender(stem: str, offence: dict[Path, list[Finding]]) -> None:
    """The folder of a check holds an offender, and the check finds it."""
    assert stem in {finding.check for path, found in offence.items() for finding in found if path.parts[0] == stem}


@pytest.mark.parametrize("path", offenders(), ids=str)
def test_an_offender_has_one_fault(path: Path, offence: dict[Path, list[Finding]]) -> None:
    """Nothing else is wrong with an offender, and the finding says on which line it stands."""
    found = offence.get(path)
    if path == Path("described-twice", "other.ttl"):
        assert found is None  # the finding names the first of the two files, and the graph of the other
        return
    assert found is not None, "no check finds it"
    assert {finding.check for finding in found} == {path.parts[0]}
    assert all(finding.line is not None for finding in found)


def test_every_folder_of_offenders_is_of_a_check() -> None:
    """No offender is left over from a check that is gone."""
    assert {path.parts[0] for path in offenders()} == set(ON_FACTS)


@pytest.mark.parametrize("stem", CHECKS)
def test_the_sentence_of_a_check_reads_well(stem: str) -> None:
    """Problem and remedy are parts of one sentence: neither begins as a sentence does, nor ends as one."""
    header = CHECKS[stem].header
    for key in ("problem", "remedy"):
        assert header[key][0].islower()
        assert header[key][-1] not in ".;,"
    assert header["title"][0].isupper()


def test_a_finding_is_one_line(offence: dict[Path, list[Finding]]) -> None:
    """A finding names file, line, thing, problem, remedy and check."""
    [finding] = offence[Path("final-before-decided", "judgment.ttl")]
    assert str(finding) == (
        f"{finding.file}:{finding.line}: ruling:offender-final-early: became final before it was decided (2013-07-03); "
        "check op:decided and op:becameFinal against the source [final-before-decided]"
    )
    assert str(finding.fault()).startswith(f"{finding.file}:{finding.line}: ruling:offender-final-early")


@pytest.mark.parametrize("stem", ON_FACTS)
def test_a_check_is_quick(stem: str, whole: Store) -> None:
    """No check takes long over all data: every build runs them."""
    start = process_time()
    result = whole.query(CHECKS[stem].text, use_default_graph_as_union=True)
    assert isinstance(result, QuerySolutions)
    list(result)
    assert process_time() - start < SECONDS


@pytest.fixture(scope="module")
def whole(asserted: list[Quad]) -> Store:
    """Return the asserted graph as the checks see it."""
    store = Store()
    store.extend(asserted)
    return store
