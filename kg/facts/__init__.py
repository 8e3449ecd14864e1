"""From ontology/ and data/ to facts: files read strictly, and indexes over what they say."""
