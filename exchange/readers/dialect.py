"""What separates the cells of a text file."""

import csv

DELIMITERS = ",;\t|"
SAMPLE_RECORDS = 20


def declared_delimiter(line: str) -> str | None:
    """The separator that Excel's own first line "sep=;" declares, if `line` is one."""
    text = line.strip().strip('"')
    return text[4] if len(text) == 5 and text.lower().startswith("sep=") else None


def detect_delimiter(sample: list[str]) -> str:
    """The separator under which the sample's first lines form the most regular table.

    `sample` holds whole lines. A file of one column has none; then it is a comma.
    """
    scores = {delimiter: _regularity(sample, delimiter) for delimiter in DELIMITERS}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] > 0 else ","


def _regularity(sample: list[str], delimiter: str) -> float:
    """Number of columns, weighted by the share of rows that have as many as the first."""
    try:
        reader = csv.reader(sample, delimiter=delimiter)
        widths = [len(row) for row, _ in zip(reader, range(SAMPLE_RECORDS), strict=False) if row]
    except csv.Error:
        return 0
    if not widths or widths[0] < 2:
        return 0
    return widths[0] * widths.count(widths[0]) / len(widths)
