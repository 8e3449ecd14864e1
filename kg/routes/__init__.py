"""What a server answers: one module gives the routes of one part, and is found by listing this folder."""
