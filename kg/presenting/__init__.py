"""Answers as tables, trees, Markdown, CSV and JSON."""
