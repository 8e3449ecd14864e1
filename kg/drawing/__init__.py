"""What pictures are made of: styles, lettering, layouts, diagrams, the page around them."""
