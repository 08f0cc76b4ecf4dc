"""Products by price lists: read, edited in place, and pasted from a spreadsheet."""
