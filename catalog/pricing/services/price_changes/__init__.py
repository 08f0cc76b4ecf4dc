"""Changes of many prices at once: checked first, applied as one, and undone exactly.

`check_prices` says what every cell would do and keeps it, `apply_price_change` writes what was
kept, and `undo_price_change` brings back what was there. Both write the rows of prices by
`writing.carry`, from one side of the kept rows to the other.
"""
