"""How the graph is asked: files of SPARQL, the question catalogue, what a query may do, which thing is meant."""
