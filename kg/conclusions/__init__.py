"""What the rules concluded, read off the graph and explained: positions, duties, readings, proofs."""
