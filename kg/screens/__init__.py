"""The pages of the server: one module makes one kind of page, and is found by listing this folder."""
