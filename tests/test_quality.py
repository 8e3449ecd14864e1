"""The quality report: the release comes out clean, each check finds its offender and spares the innocent."""

import csv
import json
import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from kg import files
from kg.cli import parser
from kg.commands.curation import quality
from kg.derivation import reason
from kg.facts.load import Knowledge, read_turtle
from kg.faults import Fault
from kg.oxigraph import NamedNode, Quad, Store
from kg.publishing.quality import FOLDER, Criterion, read_criteria, report, rows

OFFENDERS = Path(__file__).with_name("offenders") / "quality"
CRITERIA = {query.stem: query for query in read_criteria(files.knowledge_root())}
PITFALLS = {f"P{number:02}" for number in range(1, 42)}
"""Of the catalogue of OOPS!."""
INDICATORS = {
    "CN1", "DOC1", "FIND1", "FIND2", "FIND3", "FIND_3_BIS", "HTTP1", "OM1", "OM2", "OM3", "OM4.1", "OM4.2", "OM5.1",
    "OM5.2", "PURL1", "RDF1", "URI1", "URI2", "VER1", "VER2", "VOC1", "VOC2", "VOC3", "VOC4",
}  # fmt: skip
"""The tests of FOOPS!, as its documentation lists them."""


@pytest.fixture(scope="module")
def printed() -> tuple[int, list[dict[str, object]]]:
    """Return what 'kg quality --format json' exits with and says."""
    out = StringIO()
    with redirect_stdout(out):
        status = quality(parser().parse_args(["quality", "--format", "json"]))
    return status, json.loads(out.getvalue())


def test_the_release_comes_out_clean(printed: tuple[int, list[dict[str, object]]]) -> None:
    status, criteria = printed
    assert [(one["check"], one["findings"]) for one in criteria if one["findings"]] == []
    assert status == 0
    assert {one["check"] for one in criteria if not one["unchecked"]} == {*CRITERIA, "stale-allowance", "owl-2-dl"}


def test_every_entry_of_the_catalogues_is_checked_or_said_not_to_be(
    printed: tuple[int, list[dict[str, object]]],
) -> None:
    named = {word for one in printed[1] for word in re.findall(r"[A-Z][A-Z_\d.]*\w", str(one["criterion"]))}
    assert (PITFALLS | INDICATORS) - named == set()
    assert all(len(str(one["unchecked"])) > 20 for one in printed[1] if not one["check"])


@pytest.mark.parametrize("stem", CRITERIA)
def test_a_check_finds_its_offender_and_spares_the_innocent(stem: str) -> None:
    store = Store()
    store.extend(read_turtle(OFFENDERS / f"{stem}.ttl", NamedNode("urn:offender")))
    found = rows(CRITERIA[stem], store)
    assert found, "nothing is found"
    assert all("ffender" in row.thing for row in found), [str(row) for row in found]


def test_no_offender_is_left_over() -> None:
    assert {path.stem for path in OFFENDERS.iterdir()} == set(CRITERIA)


@pytest.mark.parametrize("stem", CRITERIA)
def test_the_header_of_a_check_reads_well(stem: str) -> None:
    header = CRITERIA[stem].header
    assert header["title"][0].isupper()
    for key in ("because", "fix"):
        assert header[key][0] not in "ABCDEFGHIJKLMNPQRSTUVWXYZ" or header[key].startswith("OWL")
        assert header[key][-1] not in ".;,"


def test_every_allowance_says_why() -> None:
    with (files.knowledge_root() / FOLDER / "allowed.csv").open(encoding="utf-8", newline="") as file:
        allowances = list(csv.DictReader(file))
    assert all(len(row["reason"].split()) > 5 and row["check"] in CRITERIA for row in allowances)


def test_an_allowance_that_excuses_nothing_and_a_profile_not_checked_are_findings(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / "allowed.csv").write_text("check,thing,detail,reason\nnaming,op:gone,,it was here once\n", "utf-8")

    def no_java(_: object) -> list[str]:
        raise Fault("Pellint could not run: no Java")

    monkeypatch.setattr("kg.publishing.quality.profile_violations", no_java)
    found: dict[str, Criterion] = {
        one.check: one for one in report(Knowledge(tmp_path, knowledge.ontology, files=knowledge.files), [])
    }
    assert [str(row) for row in found["stale-allowance"].findings] == ["naming: op:gone"]
    assert "not run: Pellint could not run" in str(found["owl-2-dl"].findings[0])


def test_what_is_not_owl_2_dl_is_told() -> None:
    """A functional property may not be transitive (OWL 2 Structural Specification, 11.2)."""
    owl = "http://www.w3.org/2002/07/owl#"
    a = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    kinds = ("ObjectProperty", "TransitiveProperty", "FunctionalProperty")
    wrong = [Quad(NamedNode("urn:p"), a, NamedNode(owl + kind)) for kind in kinds]
    assert any("non-simple property" in line for line in reason.profile_violations(wrong))
