"""The graph built: made once, kept on disk, opened, and what lies ready beside it."""
