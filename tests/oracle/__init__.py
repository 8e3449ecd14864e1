"""An independent oracle for the derivation rules: the same exact semantics in answer set programming.

`solve(quads)` takes the asserted graph (data, with every rdf:type of each thing materialised) and returns
`Answers`; `random_world(seed)` makes small asserted graphs to compare on. Nothing here reads queries/rules.
"""

from .solve import Answers, comparable, solve
from .worlds import random_world

__all__ = ["Answers", "comparable", "random_world", "solve"]
