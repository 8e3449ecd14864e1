"""A text held against the graph: sentences, names, dates, and what is stated with them."""
