"""What the graph says, in words: phrases in each language, facts as sentences, sources as they are cited."""
