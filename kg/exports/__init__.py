"""What the graph can be exported to: one module is one format, named as it is."""
