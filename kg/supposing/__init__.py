"""What would be so if other facts were: suppositions, what flips an answer, the law as later law deems it."""
