"""By what way data is changed: the words of the change log and of the reasons of history rows."""

from enum import StrEnum, unique


@unique
class ChangeSource(StrEnum):
    """A way of changing data. With a key it says by which run, file or record: "import:12"."""

    FORM = "form"
    CELL = "cell"
    IMPORT = "import"
    BULK_EDIT = "bulk edit"
    MODEL_CHANGE = "model change"
    MODEL_FILE = "model file"
    # Of a bulk edit or a change of the model, whose key it has.
    UNDO = "undo"
    PRICE_CHANGE = "price change"
    # Of a change of prices, whose key it has.
    PRICE_UNDO = "undo of price change"
    MERGE = "merge"
    RESTORE = "restore"
    RULE = "rule"
    SCHEDULE = "schedule"
    JOB = "job"
    DEMO = "demo"

    def of(self, key: object = None) -> str:
        """The source as the change log holds it."""
        return self.value if key is None else f"{self.value}:{key}"

    def reason(self, key: object = None) -> str | None:
        """What history rows give as the reason, such as "import 12"."""
        return reason_of(self.of(key))


# A person's own work, which needs no reason; and nothing said.
_PLAIN = ("", ChangeSource.FORM.value, ChangeSource.CELL.value)


def reason_of(source: str) -> str | None:
    """The reason of a history row that is written under `source`; None for a person's own work."""
    word = source.partition(":")[0]
    return None if word in _PLAIN else source.replace(":", " ", 1)


def reason_sql(source: str) -> str:
    """The same of an SQL expression that gives the source, for triggers."""
    plain = ", ".join(f"'{one}'" for one in _PLAIN)
    word = f"split_part({source}, ':', 1)"
    return f"CASE WHEN {word} IN ({plain}) THEN NULL ELSE regexp_replace({source}, ':', ' ') END"


def check_source(source: str) -> None:
    """Raise ValueError where `source` does not begin with the word of a way."""
    ChangeSource(source.partition(":")[0])
