"""Tables of depositaries compared with the acts on file."""
