"""Peers side by side: the same questions, asked of the same facts, with answers that must be equal."""
