"""A release: all there is to publish, what changed, and how it comes out by published criteria."""
