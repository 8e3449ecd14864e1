"""The builds of the graph that an engine holds: their named graphs, and which of them is the one to read.

A build is a set of named graphs of its own. A small graph, the register, names each build, and the one that is visible;
what is not registered as visible is read by nobody, whatever of it is there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import kg
from kg.engines.engine import Engine
from kg.faults import Fault
from kg.names import BASE, GRAPH

REGISTER = BASE + "builds"
"""The named graph that says which builds there are."""
FORM = "1"
"""What a build on an engine consists of; another number makes builds of older programs unreadable to this one."""
_BUILD = BASE + "build/"
_TOGETHER = 50
"""How many graphs one request drops."""
_EVERYTHING = "everything"
VISIBLE, VERSION, KNOWLEDGE, OWNER, PART, DONE, STATEMENTS = (
    f"<{REGISTER}#{name}>" for name in ("visible", "version", "knowledge", "owner", "part", "done", "statements")
)
_ALL = f"<{REGISTER}>"


def version() -> str:
    """Return the version that builds of this program carry."""
    return f"{kg.__version__} (form {FORM})"


@dataclass(frozen=True)
class Build:
    """One build: its IRI, the program's version, the fingerprint of the knowledge, and how far it has come."""

    iri: str
    version: str
    knowledge: str
    visible: bool = False
    unfinished: bool = False
    statements: int | None = None

    @property
    def everything(self) -> str:
        """The named graph that holds all that the build says, as the default graph of a built store does."""
        return f"{self.iri}/{_EVERYTHING}"

    def name(self, graph: str) -> str:
        """Return how a named graph of ours is called in this build."""
        return f"{self.iri}/{graph.removeprefix(GRAPH)}"

    def to_engine(self, text: str) -> str:
        """Return a query in which our named graphs are called as in this build."""
        return text.replace(GRAPH, f"{self.iri}/")

    def from_engine(self, body: bytes) -> bytes:
        """Return an answer in which the named graphs of this build are called as ours."""
        if b"\\/" in body and body.lstrip().startswith(b"{"):
            body = json.dumps(json.loads(body)).encode()  # JSON may write each slash with a backslash before it
        return body.replace(f"{self.iri}/".encode(), GRAPH.encode())


def named(identity: str) -> str:
    """Return the IRI of a build."""
    return _BUILD + identity


def registered(engine: Engine) -> list[Build]:
    """Return the builds that an engine holds, finished or not.

    Raises Fault where the engine gives no answer.
    """
    optional = (f"?seen {VISIBLE} ?build", f"?build {OWNER} ?owner", f"?build {STATEMENTS} ?statements")
    rows = engine.rows(
        f"SELECT * WHERE {{ GRAPH {_ALL} {{ ?build {VERSION} ?version ; {KNOWLEDGE} ?knowledge .\n"
        f"  {' '.join(f'OPTIONAL {{ {pattern} }}' for pattern in optional)} }} }} ORDER BY ?build",
        *("build", "version", "knowledge", "seen", "owner", "statements"),
    )
    return [
        Build(
            row["build"], row["version"], row["knowledge"], "seen" in row, "owner" in row,
            int(row["statements"]) if "statements" in row else None,
        )
        for row in rows
        if row["build"].startswith(_BUILD)
    ]  # fmt: skip


def visible(engine: Engine) -> Build:
    """Return the build that is to be read.

    Raises Fault where there is none, or it was built by another version of this program.
    """
    found = next((build for build in registered(engine) if build.visible), None)
    do = f"run 'kg build --endpoint {engine.queries}'"
    if found is None:
        raise Fault(f"{engine.queries} holds no graph of this program; {do}")
    if found.version != version():
        raise Fault(f"the graph at {engine.queries} is of version {found.version}, this is {version()}; {do}")
    return found


def parts(engine: Engine, build: Build) -> list[str]:
    """Return the named graphs of a build, as the engine calls them, sorted; never a graph of anybody else."""
    rows = engine.rows(f"SELECT ?part WHERE {{ GRAPH {_ALL} {{ <{build.iri}> {PART} ?part }} }}", "part")
    return sorted(row["part"] for row in rows if row["part"].startswith(f"{build.iri}/"))


def done(engine: Engine, build: Build, owner: str) -> set[str]:
    """Return the steps of an unfinished build that were taken.

    Raises Fault where the build is no longer its owner's.
    """
    step = f"OPTIONAL {{ GRAPH {_ALL} {{ <{build.iri}> {DONE} ?step }} }}"
    rows = engine.rows(f"SELECT ?step WHERE {{ {owned(build, owner)} {step} }}", "step")
    if not rows:
        raise taken_over(engine)
    return {row["step"] for row in rows if "step" in row}


def taken_over(engine: Engine) -> Fault:
    """Return the fault that another process is building."""
    return Fault(f"another process began to build at {engine.queries}; this one has stopped, and left the graph alone")


def owned(build: Build, owner: str) -> str:
    """Return the pattern that holds while a process owns a build: an update under it does nothing once it is lost."""
    return f'GRAPH {_ALL} {{ <{build.iri}> {OWNER} "{owner}" }}'


def note(build: Build, owner: str, step: str) -> str:
    """Return the operation that notes a step as taken."""
    return f'INSERT {{ GRAPH {_ALL} {{ <{build.iri}> {DONE} "{step}" }} }} WHERE {{ {owned(build, owner)} }}'


def register(engine: Engine, build: Build, owner: str, graphs: list[str]) -> None:
    """Let an engine know of a build, before anything of it is there."""
    listed = " , ".join(f"<{build.name(graph)}>" for graph in graphs)
    engine.update(
        f"INSERT DATA {{ GRAPH {_ALL} {{\n"
        f'  <{build.iri}> {VERSION} "{build.version}" ; {KNOWLEDGE} "{build.knowledge}" ; {OWNER} "{owner}" ;\n'
        f"    {PART} <{build.everything}> , {listed} }} }}"
    )


def take_over(engine: Engine, build: Build, owner: str) -> None:
    """Make a process the owner of an unfinished build; whatever else was at work on it does nothing from now on."""
    engine.update(
        f"DELETE {{ GRAPH {_ALL} {{ <{build.iri}> {OWNER} ?other }} }}\n"
        f'INSERT {{ GRAPH {_ALL} {{ <{build.iri}> {OWNER} "{owner}" }} }}\n'
        f"WHERE {{ GRAPH {_ALL} {{ <{build.iri}> {VERSION} ?any OPTIONAL {{ <{build.iri}> {OWNER} ?other }} }} }}"
    )


def show(engine: Engine, build: Build, owner: str, statements: int) -> None:
    """Make a build the visible one, in one operation: whoever reads sees the old one before it and this one after.

    Raises Fault where the build is no longer its owner's.
    """
    engine.update(
        f"DELETE {{ GRAPH {_ALL} {{ <{REGISTER}> {VISIBLE} ?old . <{build.iri}> {OWNER} ?owner ; {DONE} ?step }} }}\n"
        f"INSERT {{ GRAPH {_ALL} {{ <{REGISTER}> {VISIBLE} <{build.iri}> .\n"
        f"  <{build.iri}> {STATEMENTS} {statements} }} }}\n"
        f"WHERE {{ {owned(build, owner)} GRAPH {_ALL} {{ <{build.iri}> {OWNER} ?owner .\n"
        f"  OPTIONAL {{ <{REGISTER}> {VISIBLE} ?old }} OPTIONAL {{ <{build.iri}> {DONE} ?step }} }} }}"
    )
    if not any(found.visible and found.iri == build.iri for found in registered(engine)):
        raise taken_over(engine)


def drop(engine: Engine, build: Build) -> None:
    """Remove a build: first from those that can be built or read, then its graphs, at last its name."""
    of = f"<{build.iri}>"
    engine.update(
        f"DELETE WHERE {{ GRAPH {_ALL} {{ {of} {OWNER} ?owner }} }} ;\n"
        f"DELETE WHERE {{ GRAPH {_ALL} {{ <{REGISTER}> {VISIBLE} {of} }} }}"
    )
    dropped = [f"DROP SILENT GRAPH <{graph}>" for graph in parts(engine, build)]
    for start in range(0, len(dropped), _TOGETHER):
        engine.update(" ;\n".join(dropped[start : start + _TOGETHER]))
    engine.update(f"DELETE WHERE {{ GRAPH {_ALL} {{ {of} ?property ?value }} }}")
