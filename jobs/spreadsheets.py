"""Texts that spreadsheets would run: what others typed must stay a text in every file."""

import re

# A spreadsheet takes a text that begins so for a formula. A plain negative number is none.
FORMULA = re.compile(r"[=+\-@\t\r]")
PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def harmless(text: str) -> str:
    """`text` as a cell of a CSV file that no spreadsheet takes for a formula."""
    if FORMULA.match(text) and not PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
