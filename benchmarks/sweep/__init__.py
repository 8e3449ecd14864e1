"""The semantics a third time, in plain Python over indexes: what the derivation is measured against.

No rule, no query and no library takes part; days are numbers. It gives the answers of the rules and of tests/oracle.
"""
