"""Pages about things, static and live."""
