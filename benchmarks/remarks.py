"""What the report says beside its figures."""

from __future__ import annotations

HEAD = """# Performance

`make bench` wrote this page on {day}, on {machine}, in {minutes:.0f} minutes; other
work gave the machine a load of {load:.1f} when it began. It puts the same questions to every engine, on the same facts,
each engine in a process of its own, and compares the answers row by row. {equal}

Times are processor time of all threads, the median of up to 25 runs, the making of rows of Python included; in
brackets, how many times as long as `kg` in the same run. A question that took a peer more than {limit:g} s was
stopped. Tests compare answers, never times; `benchmarks/baseline.json` holds ratios of an earlier run, and each
run tells which have changed by more than 1.5 times."""

MISSED = """### Where an aim was missed, and why

Where others use the machine, processor time grows too, for caches are shared: most for what takes little time, and
for what needs much memory."""

WHY = {
    "the whole timeline, times": """\
- *The timeline against plain Python.* Between the facts and an interval stand some three statements for each that is
  kept: points, moments, verdicts. Each goes into an indexed store and out of it, where the sweep has dictionaries; a
  store takes some seven microseconds for one, which alone is more than three times what the sweep takes for all.""",
    "the whole timeline with its proofs": """\
- *The timeline with its proofs.* The rules make each step of each proof a statement with an IRI, which a lawyer can
  ask for; nothing else here does.""",
    "one state on one day: no founding treaty": """\
- *No founding treaty, one state.* The question is asked of the store, which finds a state's participations among all
  statements that name the state (thousands, for a state with many rules); the sweep has a list of them. Positions,
  which `kg assess` shows, lie ready beside the store.""",
    "all states on one day: positions": """\
- *Positions of all states against numpy.* `kg` gives positions of sixteen fields in the order in which they are shown,
  numpy rows of five in no order.""",
    "a build, in times of a supposition": """\
- *A supposition.* Where it reaches a body with many proceedings, what each of the states with rules makes of each of
  them is derived, for the answer about the body compares them.""",
    "deriving participations: time": """\
- *Growth of participations.* In their rules nothing was found that grows faster than the graph, but a bare scan of all
  consents takes 1.2 to 2.3 times as long for each of them in x10 as in x1: more than a processor's cache holds. Plain
  Python, which looks at each act once, leaves the dotted line further (see the picture).""",
    "deriving everything": """\
- *Growth of everything.* Rules begin at the few things they are about; where time grows faster than what is derived,
  one of them does not.""",
}
"""What is said where an aim is missed whose sentence begins so."""

REMARKS = """\
### What the aims leave out

- A supposition tells what differs. The grounds of it are derived once they are asked for (`--proofs`,
  `--format json`, `--facts`), which takes longer and is not counted here.
- Everything that follows from x100 would need more memory than a large machine has, so growth is told up to x3 for
  everything and up to x10 for participations; `make bench SIZE=x10` and `SIZE=x100` go on from there
  ([what came of it](scale.md)).
- Where rdflib was stopped, it is only known that it takes longer than the limit."""

ASKED = """\
- `unfounded`, `unfounded-all`: the bodies that no treaty of the state founds on a day (one state; all states).
- `parties`: who is party to which treaty on a day.
- `assess`, `assess-all`: what a state treats as non-binding on a day, and what depends on the proceeding (one
  state; all states). `assess-first` is the first look at a state after the graph was opened, which reads its file.

Peers get `benchmarks/questions/*.rq`: one query over the acts themselves, negation by nested NOT EXISTS, as one
would write it first. `kg`, plain Python and numpy answer from intervals that were derived once. No peer is asked
for positions on a day: as one query over the acts that is some 380 lines, and Oxigraph had not answered it for one
state after three minutes."""

DERIVED = """- `participations`: all intervals in which a state is party to a treaty, or signatory, or applies it.
- `timeline`: all intervals of all kinds (positions, what binds, conflicts, duties to arrest). The three derivations,
  rules, clingo and plain Python, were written independently. Rules run as far as an interval turns on what they give.
- `everything`: the same; of the three the rules alone also say on what each interval rests, in full.
- `build`: everything, stored, with the files that look-ups read."""

SUPPOSED = """\
What `kg what-if` takes (*kg*), against deriving everything with what is supposed (*Full*) and against a build; see
`benchmarks/README.md`."""

GRAPHS = """\
`real` is the graph that ships. The others are generated (`benchmarks/worlds.py`; a size and a seed decide every
byte) in its proportions, names in one language, without sources. x1 has 200 states, 60 treaties, 100 bodies, 500
rulings and 20 rules. x10 has ten times as many *pairs*: acts are about a state and a treaty, positions about a rule
and a subject, duties about a state and a warrant, so that is what there is to derive; each kind of thing grows by the
root of that. Where the table of deriving has no `everything` for a size, only the strata were derived on which the
questions about treaties rest. `make bench SIZE=x10` derives everything from x10, and `make bench SIZE=x100` puts the
questions about treaties to x100: each takes longer than the run that this page tells of."""

HELD = """The most that the process of each engine held, in MB: facts, results and libraries."""
PICTURES = """\
`benchmarks/pictures.py` is a run of its own, for it needs Chromium. On two cores of a virtual machine with other work
on it (load 5), Chromium without a GPU, 26 November 2026:

| Picture | Things | Edges | MB | pyvis MB | Size | s | pyvis s | Times faster |
|---|---|---|---|---|---|---|---|---|
| neighbourhood of the ICC | 403 | 854 | 0.42 | 0.90 | 0.47 | 0.85 | ≥ 25 | ≥ 29 |
| neighbourhood of the Rome Statute | 753 | 4,770 | 0.69 | 1.61 | 0.43 | 0.92 | ≥ 25 | ≥ 27 |
| overview | 537 | 5,034 | 0.75 | 1.45 | 0.52 | 1.25 | ≥ 25 | ≥ 20 |"""
