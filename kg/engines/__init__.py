"""The graph on a SPARQL engine that the user runs."""
