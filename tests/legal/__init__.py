"""The lawyer's tests of tests/cases: what a case may say, and how each kind of question is put to the graph."""
