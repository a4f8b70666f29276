"""Limits: how often something may be done by one whom we do not know. Counts keyed hashes, stores nobody's address."""
