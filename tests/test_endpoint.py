"""The graph on an engine: the same statements and answers as on this machine, built whole or not at all."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from itertools import count
from pathlib import Path

import pytest

import kg
from commandline import Ran, run
from engines import oxigraph
from kg.building.fingerprints import of_files
from kg.engines import builds, consulted, remotebuild
from kg.engines.engine import Engine
from kg.engines.remote import RemoteStore
from kg.faults import Fault
from kg.graph import Graph
from kg.names import GRAPH
from kg.oxigraph import EVERYTHING, BlankNode, DefaultGraph
from release import ACTS, release

pytestmark = pytest.mark.usefixtures("own_cache")

OTHER = "KG_TEST_ENDPOINT"
"""The variable of the environment with which these tests are run on another engine."""
THEIRS = "http://example.org/theirs"
Statement = tuple[str, str, str]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Return the address of an engine, Oxigraph or the empty one that OTHER names; somebody else keeps data there."""
    other = os.environ.get(OTHER)
    with nullcontext(other) if other else oxigraph() as address:
        with Engine(address, updating(address)) as there:
            named = f"GRAPH <{THEIRS}> {{ <{THEIRS}> a <{THEIRS}#Other> }}"
            there.update(f"INSERT DATA {{ <{THEIRS}> a <{THEIRS}#Thing> . {named} }}")
        yield address


@pytest.fixture(scope="module")
def local(small: Path) -> Graph:
    """Return the small graph, built on this machine."""
    return Graph.open(small)


@pytest.fixture
def built(server: str, small: Path) -> str:
    """Return the address of the engine once it holds the small graph."""
    with Engine(server, updating(server)) as there:
        if not any(one.visible and one.knowledge == fingerprint(small) for one in builds.registered(there)):
            remotebuild.build(there, small)
    return server


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release in which one state has left the pact."""
    return release(
        tmp_path_factory.mktemp("other"), acts=ACTS + "XAA,Withdrawal,2020-01-01,2021-01-01,,gazette,yes,,\n"
    )


def updating(address: str) -> str:
    return address.removesuffix("query") + "update"


def fingerprint(root: Path) -> str:
    return of_files(root, builds.version())


class Interrupted(BaseException):
    """What stands for the end of a process."""


class Watched(Engine):
    """An engine that calls a function before and after each update, with its number."""

    def __init__(self, address: str, before: Callable[[int], object], after: Callable[[int], object] = id) -> None:
        """Speak to the engine at an address."""
        super().__init__(address, updating(address))
        self._before, self._after, self.updates = before, after, 0

    def update(self, text: str) -> None:
        """Let the engine run an update, between the two calls."""
        self.updates += 1
        self._before(self.updates)
        super().update(text)
        self._after(self.updates)


def stop(at: int) -> Callable[[int], None]:
    def watch(number: int) -> None:
        if number == at:
            raise Interrupted

    return watch


def _plain(subject: object, predicate: object, object_: object) -> Statement:
    subject, object_ = ("_" if isinstance(node, BlankNode) else str(node) for node in (subject, object_))
    return str(subject), str(predicate), str(object_)


def on_this_machine(graph: Graph) -> dict[str, list[Statement]]:
    """Return the statements of each graph of a built store; blank nodes count, but have no names."""
    names = [*graph.store.named_graphs(), EVERYTHING]
    return {
        "everything" if isinstance(name, DefaultGraph) else name.value: sorted(
            _plain(quad.subject, quad.predicate, quad.object)
            for quad in graph.store.quads_for_pattern(None, None, None, name)
        )
        for name in names
        if not isinstance(name, BlankNode)
    }


def on_the_engine(address: str) -> dict[str, list[Statement]]:
    """Return the statements of each graph of the visible build that holds any, by the names that they have here."""
    with Engine(address) as there:
        build = builds.visible(there)
        found = {}
        for part in builds.parts(there, build):
            rows = there.solutions("SELECT ?s ?p ?o WHERE { ?s ?p ?o }", part)
            name = "everything" if part == build.everything else part.replace(f"{build.iri}/", GRAPH)
            found[name] = sorted(_plain(row["s"], row["p"], row["o"]) for row in rows)
    return {name: statements for name, statements in found.items() if statements}


def graphs(address: str) -> set[str]:
    """Return the named graphs of an engine that hold anything."""
    with Engine(address) as there:
        return {row["g"] for row in there.rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", "g")}


def test_every_graph_is_the_same_as_on_this_machine(built: str, local: Graph) -> None:
    here, there = on_this_machine(local), on_the_engine(built)
    assert here.keys() == there.keys()
    assert len(here) > 20
    assert [name for name in here if here[name] != there[name]] == []
    assert sum(map(len, there.values())) == len(local.store)


def test_data_of_others_stay_as_they_are_and_are_not_read(built: str, small: Path) -> None:
    with Engine(built) as there:
        assert there.solutions(f"SELECT ?t WHERE {{ <{THEIRS}> a ?t }}")
        assert {row["t"] for row in there.rows(f"SELECT ?t {{ GRAPH <{THEIRS}> {{ ?s a ?t }} }}", "t")} == {
            f"{THEIRS}#Other"
        }
        names = builds.parts(there, builds.visible(there))
    assert graphs(built) <= {*names, builds.REGISTER, THEIRS}
    for pattern in (f"<{THEIRS}> ?p ?o", f"GRAPH <{THEIRS}> {{ ?s ?p ?o }}", f"GRAPH ?g {{ <{THEIRS}> ?p ?o }}"):
        query = small / "theirs.rq"
        query.write_text(f"ASK {{ {pattern} }}", encoding="utf-8")
        ran = run("--knowledge", str(small), "query", str(query), "--format", "csv", "--endpoint", built)
        assert ran.out.split() == ["answer", "false"]


ASKED = [
    ("assess", "XAA", "--on", "2016-01-01"),
    ("assess", "Alphaland", "--all", "--on", "2016-01-01", "--format", "json"),
    ("assess", "XBB", "--subject", "court", "--on", "2019-01-01"),
    ("assess", "XBB", "--all", "--on", "2019-01-01", "--format", "csv"),
    ("assess", "XCC", "--on", "2019-01-01"),
    ("assess", "XBB", "--reading", "xbb-all", "--on", "2019-01-01", "--kind", "body"),
    ("why", "XAA", "court", "--on", "2016-01-01"),
    ("why", "XBB", "court", "--on", "2019-01-01", "--language", "ru"),
    ("why", "XBB", "court-warrant", "--on", "2019-01-01", "--format", "json"),
    ("why", "XBB", "court-case", "--on", "2019-01-01", "--format", "csv"),
    ("timeline", "XAA"),
    ("timeline", "XBB", "court", "--format", "json"),
    ("timeline", "court"),
    ("timeline", "anna-sought"),
    ("readings", "XBB", "--on", "2019-01-01"),
    ("conflicts", "XBB", "--on", "2019-01-01", "--proofs"),
    ("conflicts", "--on", "2019-01-01"),
    ("arrest", "anna-sought", "--on", "2019-01-01", "--all"),
    ("show", "pact"),
    ("show", "court", "--format", "json"),
    ("find", "court"),
    ("coverage", "--by", "state"),
    ("query", "non-binding", "--given", "state=XBB", "--given", "on=2019-01-01"),
    ("query", "warrants", "--format", "csv"),
    ("query", "who-must-arrest", "--given", "person=boris-free"),
    ("assess", "Gammalan", "--on", "2019-01-01"),
    ("why", "XBB", "court", "--on", "1999-01-01"),
]


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_a_command_says_the_same(built: str, small: Path, local: Graph, asked: tuple[str, ...]) -> None:
    assert local.root == small.resolve()
    here = run("--knowledge", str(small), *asked)
    there = run("--knowledge", str(small), *asked, "--endpoint", built)
    assert here.out or here.err
    assert there == here


def test_sparql_says_the_same_with_our_names_of_graphs(built: str, small: Path, local: Graph, tmp_path: Path) -> None:
    assert len(local) > 0
    query = tmp_path / "typed.rq"
    for text, expected in (
        ("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s a op:Treaty } } ORDER BY ?g", f"{GRAPH}data/treaties/pact"),
        (f"SELECT ?p WHERE {{ GRAPH <{GRAPH}data/treaties/pact> {{ treaty:pact ?p ?o }} }} ORDER BY ?p", "adopted"),
        (f'ASK {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{GRAPH}derived/")) }}', "true"),
        ("CONSTRUCT { ?s skos:prefLabel ?o } WHERE { ?s skos:prefLabel ?o ; a op:Treaty }", "Pact"),
        ("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "\n"),
        ("SELECT ?s WHERE { ?s a op:Treaty", "not well-formed SPARQL"),
        ("SELECT ?s WHERE { SERVICE <http://127.0.0.1:1/> { ?s a op:Treaty } }", "SERVICE is refused"),
    ):
        query.write_text(text, encoding="utf-8")
        here = run("--knowledge", str(small), "query", str(query), "--format", "csv")
        there = run("--knowledge", str(small), "query", str(query), "--format", "csv", "--endpoint", built)
        assert (there.status, there.out) == (here.status, here.out)
        assert there.err == here.err or "not well-formed" in expected  # each engine says in its words where
        assert expected in there.out + there.err


def test_requests_are_few(built: str, small: Path) -> None:
    asked: list[tuple[int, Callable[[Graph], object]]] = [
        (12, lambda graph: graph.assess("XBB", on="2019-01-01", all=True)),
        (25, lambda graph: graph.why("XBB", "court-warrant", on="2019-01-01")),
        (12, lambda graph: graph.timeline("XBB")),
        (2, lambda graph: graph.query("SELECT * WHERE { ?s ?p ?o } LIMIT 1")),
    ]
    for most, ask in asked:
        with Engine(built) as there:
            assert ask(consulted.ConsultedGraph(small, RemoteStore(there)))
            assert there.requests <= most


def test_readers_see_the_old_build_until_the_new_one_is_whole(built: str, small: Path, other: Path) -> None:
    asked = ("--knowledge", str(small), "assess", "XAA", "--subject", "court", "--on", "2022-01-01", "--format", "json")
    before = run(*asked, "--endpoint", built)
    seen: dict[int, Ran] = {}

    def look(number: int) -> None:
        if number % 12 == 0:
            seen[number] = run(*asked, "--endpoint", built)

    with Watched(built, look) as there:
        remotebuild.build(there, other)
    after = run(*asked, "--endpoint", built)
    assert before.status == after.status == 0
    assert before.out != after.out
    outs = [seen[number].out for number in sorted(seen)]
    assert len(outs) > 8
    assert set(outs) <= {before.out, after.out}
    assert outs == sorted(outs, key=[before.out, after.out].index)
    assert after.out == run("--knowledge", str(other), *asked[2:]).out
    only_one(built)


def only_one(address: str) -> builds.Build:
    """Return the one build that an engine holds; no other graph is left of ours."""
    with Engine(address) as there:
        (found,) = builds.registered(there)
        assert graphs(address) <= {*builds.parts(there, found), builds.REGISTER, THEIRS}
    return found


def test_a_build_that_is_stopped_again_and_again_ends_right(built: str, small: Path, local: Graph) -> None:
    """Stop at every ninth update, in turn before the engine has got it and after it has, but not before its answer."""
    with Watched(built, lambda _: None) as there:
        remotebuild.build(there, small)
        whole = there.updates
    old, taken = only_one(built), 0
    for run_number in count():
        watch = stop(9)
        with Watched(built, *((id, watch) if run_number % 2 else (watch, id))) as there:
            try:
                held = remotebuild.build(there, small)
            except Interrupted:
                taken += there.updates
                if builds.visible(there).iri != old.iri:  # stopped while it tidied up
                    assert not any(one.unfinished for one in builds.registered(there))
                    assert on_the_engine(built) == on_this_machine(local)
            else:
                break
    assert run_number > 10
    assert taken + there.updates < whole + 4 * run_number
    assert held == len(local)
    assert only_one(built).iri != old.iri
    assert on_the_engine(built) == on_this_machine(local)


def test_a_build_that_is_stopped_before_it_has_tidied_up_is_not_done_twice(built: str, other: Path) -> None:
    with Engine(built, updating(built)) as there:

        class Shown(Engine):
            def update(self, text: str) -> None:
                super().update(text)
                if f"INSERT {{ GRAPH <{builds.REGISTER}> {{ <{builds.REGISTER}> {builds.VISIBLE}" in text:
                    raise Interrupted

        with Shown(built, updating(built)) as stopped, pytest.raises(Interrupted):
            remotebuild.build(stopped, other)
        shown = builds.visible(there)
        assert len(builds.registered(there)) == 2
    with Watched(built, id) as again:
        assert remotebuild.build(again, other) == shown.statements
        assert again.updates < 8
    assert only_one(built).iri == shown.iri


def test_a_process_that_is_killed_leaves_what_another_finishes(built: str, other: Path, tmp_path: Path) -> None:
    old = only_one(built)
    command = "import sys; from kg.cli import main; sys.exit(main())"
    arguments = [sys.executable, "-c", command, "--knowledge", str(other), "build", "--endpoint", built]
    with (tmp_path / "told").open("wb") as told:
        process = subprocess.Popen(arguments, stdout=told, stderr=told, cwd=Path(kg.__file__).parents[1])
        with Engine(built) as there:
            text = f"SELECT ?step {{ GRAPH <{builds.REGISTER}> {{ ?build {builds.DONE} ?step }} }}"
            while len(there.rows(text, "step")) < 20:
                assert process.poll() is None, (tmp_path / "told").read_text()
                time.sleep(0.01)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            assert builds.visible(there).iri == old.iri
            unfinished = [one.iri for one in builds.registered(there) if not one.visible]
    ran = run("--knowledge", str(other), "build", "--endpoint", built)
    assert ran.status == 0, ran.err
    assert [only_one(built).iri] == unfinished
    assert on_the_engine(built) == on_this_machine(Graph.open(other))
    assert ran.out.startswith(f"{len(Graph.open(other))} statements, built in ")


def test_of_two_that_build_at_once_the_later_one_wins(built: str, small: Path, other: Path) -> None:
    for mine in (small, other):  # the same knowledge, and other knowledge

        def begin(number: int) -> None:
            if number == 60:
                with Engine(built, updating(built)) as later:
                    remotebuild.build(later, other)

        with Watched(built, begin) as there, pytest.raises(Fault, match="another process began to build at "):
            remotebuild.build(there, mine)
        assert only_one(built).knowledge == fingerprint(other)
    assert on_the_engine(built) == on_this_machine(Graph.open(other))


def test_a_reader_whose_build_is_replaced_says_so_and_nothing_else(
    built: str, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm = RemoteStore.confirm

    def replaced(remote: RemoteStore) -> None:
        shown = f"GRAPH <{builds.REGISTER}> {{ <{builds.REGISTER}> {builds.VISIBLE} <{remote.build.iri}> }}"
        with Engine(built, updating(built)) as there:
            there.update(f"DELETE DATA {{ {shown} }}")
            try:
                confirm(remote)
            finally:
                there.update(f"INSERT DATA {{ {shown} }}")

    monkeypatch.setattr(RemoteStore, "confirm", replaced)
    for thing in ("court", "nothing-of-the-kind"):
        ran = run("--knowledge", str(small), "show", thing, "--endpoint", built)
        assert ran == Ran(1, "", f"kg: the graph at {built} was built anew while it was read; ask again\n")


def test_an_engine_that_loses_statements_never_shows_the_build(small: Path) -> None:
    class Forgetful(Engine):
        def update(self, text: str) -> None:
            super().update("\n".join(line for line in text.splitlines() if '"Betaland"@en' not in line))

    with oxigraph() as address:
        lost = pytest.raises(Fault, match=r"holds \d+ statements of .*data/states, where \d+ were sent")
        with Forgetful(address, updating(address)) as there, lost:
            remotebuild.build(there, small)
        ran = run("--knowledge", str(small), "assess", "XAA", "--endpoint", address)
        assert ran == Ran(1, "", f"kg: {address} holds no graph of this program; run 'kg build --endpoint {address}'\n")
