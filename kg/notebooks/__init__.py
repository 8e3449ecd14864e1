"""Answers that display themselves in a notebook and at a prompt."""
