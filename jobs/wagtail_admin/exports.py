"""Exports of listings whose cells were typed by others, visitors of the site among them."""

from typing import Any

from jobs.spreadsheets import harmless


class HarmlessExport:
    """A listing with Wagtail's export, whose CSV holds no formulas (its XLSX holds none anyway)."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """The cell as Wagtail makes it, then harmless."""
        cell = super().preprocess_field_value(field, value, export_format)
        return (
            harmless(cell) if export_format == self.FORMAT_CSV and isinstance(cell, str) else cell
        )
