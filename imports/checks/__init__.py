"""Checks a staged file set-wise: one SQL statement converts, matches and judges every row.

`columns` turns each mapped column into SQL, `lookups` resolves names to keys, `statement` puts
it together, `uniqueness` adds what only a look at all rows can tell.
"""
