"""What exports are made of: extracts, tables, networks, descriptions."""
