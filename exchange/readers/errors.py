from django.utils.translation import gettext as _


class ReadError(Exception):
    """A file cannot be read. `message` says what is wrong and what to do, `row` and `column` where.

    Rows count as a spreadsheet shows them: the first is 1, blank ones included. `column` is the
    header where one is known, otherwise the number of the column.
    """

    def __init__(
        self, message: str, *, row: int | None = None, column: str | int | None = None
    ) -> None:
        self.message = message
        self.row = row
        self.column = column
        super().__init__(self._located())

    def _located(self) -> str:
        if self.row is None:
            return self.message
        if self.column is None:
            return _("Row {row}: {message}").format(row=self.row, message=self.message)
        return _("Row {row}, column {column}: {message}").format(
            row=self.row, column=self.column, message=self.message
        )
