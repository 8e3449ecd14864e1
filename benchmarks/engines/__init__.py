"""The engines that are compared: one module each, found by listing this folder."""
