"""What can be drawn: one module is one view, named as it is."""
