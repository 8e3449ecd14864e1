"""A release is whole, the same each time, verifiable; it says what changed in law; the ontology's pictures are current.

``python tests/test_release_set.py --write`` draws the pictures in docs/ anew.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from commandline import run
from kg import files, listing
from kg.building import fingerprints
from kg.drawing.classdiagrams import diagrams
from kg.drawing.lettering import Lettering
from kg.drawing.raster import png
from kg.drawing.schema import read_schema
from kg.exporting.checksums import MANIFEST, SUMS, checksum
from kg.exporting.export import export, format_named, formats
from kg.exporting.extracts import Extract
from kg.faults import Fault, UsageFault
from kg.graph import Graph
from kg.names import DCT, ONTOLOGY, OWL
from kg.oxigraph import Literal, NamedNode, RdfFormat, parse
from kg.publishing.changelog import older_release
from kg.publishing.releasing import day_of_release
from release import ACTS, release

ROOT = Path(__file__).resolve().parents[1]
FORMATS = [name for name in formats() if name != "ftm"]
"""FollowTheMoney knows none of the made-up states."""
WITHDRAWAL = "XBB,Withdrawal,2010-01-01,2011-01-01,,gazette,yes,,\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder with the knowledge of two releases, the old one's N-Quads, and the new release made twice."""
    folder = tmp_path_factory.mktemp("releases")
    old, new = release(folder / "old"), release(folder / "new", acts=ACTS + WITHDRAWAL)
    for knowledge in (old, new):
        shutil.copytree(ROOT / "viz", knowledge / "viz")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(files.CACHE_VARIABLE, str(folder / "cache"))
        export(Extract(Graph.open(old)), "nquads", folder / "old.nq.gz")
        Graph.open(new)
        for name, seed in (("one", "1"), ("two", "2")):
            subprocess.run(
                [sys.executable, "-m", "kg.cli", "--knowledge", str(new), "release", str(folder / name),
                 *(part for one in FORMATS for part in ("--format", one)), "--since", str(folder / "old.nq.gz")],
                cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True, timeout=120,
            )  # fmt: skip
        yield folder


def contents(folder: Path) -> dict[str, str]:
    """Return the checksum of each file below a folder."""
    return {path.relative_to(folder).as_posix(): checksum(path) for path in folder.rglob("*") if path.is_file()}


def test_two_runs_give_the_same_bytes(made: Path) -> None:
    assert contents(made / "one") == contents(made / "two")


def test_a_release_holds_what_there_is_to_publish(made: Path) -> None:
    exports = {f"exports/opposable-nquads-{part}.nq" for part in ("ontology", "facts", "derived", "proofs")}
    exports |= {f"exports/opposable-{name}{format_named(name).SUFFIX}" for name in FORMATS if name != "quickstatements"}
    wanted = {"void.ttl", "ontology/index.html"}
    wanted |= {"ontology/overview.svg", "ontology/opposable.ttl", "CHANGELOG.md", "CITATION.cff", "LICENSE"}
    wanted |= {"LICENSE-DATA", "CHANGES.md", "CHANGES.json", SUMS, MANIFEST}
    held = {name.removesuffix(".gz") for name in contents(made / "one")}
    assert wanted | exports <= held
    whole = json.loads((made / "one" / MANIFEST).read_text(encoding="utf-8"))
    assert whole["version"] == kg.__version__
    assert whole["date"] == "2026-01-01", "the last day on which a source was read"
    proposals, package = whole["lacks"]
    assert proposals.startswith("quickstatements: no confirmed act has")
    assert package == "wheel and sdist: the knowledge is not that of the checkout"


def test_the_checksums_and_the_manifest_are_of_all_files(made: Path) -> None:
    there = contents(made / "one")
    subprocess.run(["sha256sum", "-c", "--strict", "--quiet", SUMS], cwd=made / "one", check=True, timeout=60)
    listed = dict(line.split("  ", 1)[::-1] for line in (made / "one" / SUMS).read_text().splitlines())
    assert listed == {name: there[name] for name in there if name != SUMS}
    manifest = json.loads((made / "one" / MANIFEST).read_text(encoding="utf-8"))["files"]
    assert {one["name"]: one["sha256"] for one in manifest} == {
        name: there[name] for name in there if name not in (SUMS, MANIFEST)
    }
    for one in manifest:
        assert one["bytes"] == (made / "one" / one["name"]).stat().st_size
        assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", one["mediaType"])
    assert run("release", "--check", str(made / "one")).status == 0


def test_a_check_tells_what_differs_is_missing_or_unknown(made: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(made / "one", tmp_path / "copy")
    (folder / "void.ttl").write_text("# other\n", encoding="utf-8")
    (folder / "LICENSE").unlink()
    (folder / "more.txt").write_text("more", encoding="utf-8")
    ran = run("release", "--check", str(folder))
    assert ran.status == 1
    assert ran.out.splitlines() == [
        "LICENSE: is missing", "more.txt: is not listed", "void.ttl: differs from its checksum",
    ]  # fmt: skip
    (folder / SUMS).write_text(f"{'0' * 64}  ../outside\n", encoding="utf-8")
    assert (run("release", "--check", str(folder)).status, run("release", "--check", str(tmp_path)).status) == (2, 2)


def test_the_changes_name_act_state_and_period_and_what_follows(made: Path) -> None:
    told = json.loads((made / "one" / "CHANGES.json").read_text(encoding="utf-8"))
    acts = [one for one in told["recorded"] if one["kind"] == "action"]
    assert [(one["what"], one["states"], one["from"]) for one in acts] == [("added", ["Betaland"], "2011-01-01")]
    derived = {(one["kind"], one["state"], one["from"], one["before"], one["after"]) for one in told["derived"]}
    assert ("international", "XBB", "2011-01-01", "bound", "notBound") in derived
    text = (made / "one" / "CHANGES.md").read_text(encoding="utf-8")
    assert re.search(r"\| added +\| Betaland +\| .*Pact.*\| 2011-01-01", text)
    assert "Duties to arrest" in text


def test_a_changed_statement_is_told_with_what_it_said_and_says(made: Path, tmp_path: Path) -> None:
    from kg.publishing.amendments import amendments

    before, after = older_release(made / "old.nq.gz", made / "new"), Graph.open(made / "new")
    assert amendments(after, after) == []
    later = release(tmp_path / "later", acts=ACTS.replace("2001-02-01", "2001-03-01"))
    changed = [one for one in amendments(before, Graph.open(later)) if one.kind == "action"]
    assert {one.what for one in changed} == {"changed"}
    assert changed[0].before == (("effectiveDate", "2001-02-01"),)
    assert changed[0].after == (("effectiveDate", "2001-03-01"),)


def test_nothing_is_left_of_a_release_that_fails(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> str:
        raise Fault("no")

    monkeypatch.setattr("kg.publishing.releasing.documentation", fails)
    knowledge = ("--knowledge", str(made / "new"))
    assert run(*knowledge, "release", str(tmp_path / "set"), "--format", "context").status == 1
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine.txt").write_text("kept", encoding="utf-8")
    for asked in ((str(tmp_path),), (str(tmp_path / "set"), "--format", "no-such")):
        ran = run(*knowledge, "release", *asked)
        assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_format_whose_library_is_missing_ends_in_one_sentence(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'absent'", name="absent")

    monkeypatch.setattr(listing.module("exports", "context", "format"), "write", missing)
    ran = run("--knowledge", str(made / "new"), "release", str(tmp_path / "set"), "--format", "context")
    assert ran.status == 1
    assert ran.err.splitlines()[-1] == "kg: the format context needs absent, which is not installed"


def test_the_day_is_chosen_or_that_of_the_environment_or_the_datas(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Graph.open(made / "new")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert day_of_release(graph, None).isoformat() == "2026-01-01"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert day_of_release(graph, None).isoformat() == "1970-01-02"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(UsageFault, match="no number of seconds"):
        day_of_release(graph, None)


def test_the_versions_are_that_of_the_package_and_stand_in_no_other_iri(root: Path, made: Path) -> None:
    versions, infos, others = {}, set(), []
    for path in sorted((root / "ontology").rglob("*.ttl")):
        for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE):
            if quad.predicate.value == OWL + "versionIRI" and isinstance(quad.object, NamedNode):
                versions[str(quad.subject)[1:-1]] = quad.object.value
                continue
            if quad.predicate.value == OWL + "versionInfo" and isinstance(quad.object, Literal):
                infos.add(quad.object.value)
            named = [one.value for one in (quad.subject, quad.object) if isinstance(one, NamedNode)]
            others += [iri for iri in named if iri.startswith(ONTOLOGY[:-1]) and kg.__version__ in iri]
    assert len(versions) == 8
    assert versions == {iri: f"{iri}/{kg.__version__}" for iri in versions}
    assert (infos, others) == ({kg.__version__}, [])
    catalog = (root / "ontology" / "catalog-v001.xml").read_text(encoding="utf-8")
    assert re.findall(r"/(\d+\.\d+\.\d+)\"", catalog) == [kg.__version__]
    described = list(parse((made / "one" / "void.ttl").read_bytes(), format=RdfFormat.TURTLE))
    told = {
        quad.predicate.value: quad.object.value
        for quad in described
        if isinstance(quad.object, Literal) and str(quad.subject).endswith("/dataset>")
    }
    assert told["http://www.w3.org/ns/dcat#version"] == kg.__version__
    assert told[DCT + "identifier"] == fingerprints.of_files(made / "new", kg.__version__)


def pictures() -> dict[Path, str]:
    """Return the pictures of the ontology that docs/ shows, as they are drawn now."""
    return {ROOT / "docs" / f"ontology-{name}.svg": svg for name, svg in diagrams(ROOT).items()}


def test_the_pictures_in_the_documentation_are_current() -> None:
    """A picture that is not is drawn anew by ``python tests/test_release_set.py --write``."""
    drawn = pictures()
    assert set((ROOT / "docs").glob("ontology-*.svg")) == drawn.keys()
    page = (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")
    for path, svg in drawn.items():
        assert path.read_text(encoding="utf-8") == svg, path.name
        assert f"({path.name})" in page


def test_the_pictures_name_every_class_and_property_of_the_ontology() -> None:
    schema, drawn = read_schema(ROOT), diagrams(ROOT)
    for name, module in schema.classes.items():
        assert re.search(rf">{name}\b", drawn[module]), name
    for one in schema.properties:
        shown = [svg for svg in drawn.values() if f">{one.name} →" in svg]
        assert shown, one.name
    assert "issuedBy" in drawn["overview"]


def test_headings_fit_into_their_pictures() -> None:
    letters = Lettering(ROOT)
    size = re.search(r"\.heading{font-size:(\d+)px", (ROOT / "viz/static/drawing.css").read_text(encoding="utf-8"))
    assert size is not None
    for name, svg in diagrams(ROOT).items():
        found = re.search(r'viewBox="0 0 (\d+) .*?<title id="title">([^<]+)</title>', svg, re.DOTALL)
        assert found is not None
        assert letters.width(found[2], float(size[1]), bold=True) + 40 <= int(found[1]), name


def test_boxes_of_the_overview_do_not_overlap_and_the_picture_can_be_drawn() -> None:
    svg = diagrams(ROOT)["overview"]
    found = re.findall(r'<rect class="card" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', svg)
    boxes = [tuple(map(float, box)) for box in found]
    assert len(boxes) > 10
    for number, (x, y, wide, high) in enumerate(boxes):
        for left, top, width, height in boxes[number + 1 :]:
            assert x + wide <= left or left + width <= x or y + high <= top or top + height <= y
    assert png(svg, (), zoom=0.2).startswith(b"\x89PNG")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python tests/test_release_set.py --write")
    for target, drawn_now in pictures().items():
        target.write_text(drawn_now, encoding="utf-8", newline="")
