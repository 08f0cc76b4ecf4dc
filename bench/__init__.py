"""Measurements of Solidus against the bare operation, in the same run. Started by `make bench`."""
