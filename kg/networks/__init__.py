"""The graph as a network: how things are connected."""
