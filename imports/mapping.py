"""The columns of a file and what they fill, as profiles and runs store them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from imports.models import ImportProfile, ImportRun


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedColumn:
    """A header of the file, the code of the target it fills ("" for none), transforms in order."""

    header: str
    target: str = ""
    transforms: list[dict[str, Any]] = field(default_factory=list)

    def renamed(self, header: str) -> "MappedColumn":
        """The same column under the name that this file gives it."""
        return replace(self, header=header)


def columns_of_profile(profile: ImportProfile) -> list[MappedColumn]:
    """What the profile remembers."""
    return [
        MappedColumn(
            header=column.header,
            target=column.target,
            transforms=list(column.transforms.get_prep_value()),
        )
        for column in profile.columns.all()
    ]


def columns_of_run(run: ImportRun) -> list[MappedColumn]:
    """The mapping of a run, one column for each header of its file in the file's order."""
    return [MappedColumn(**column) for column in run.columns]


def stored(columns: Sequence[MappedColumn]) -> list[Mapping[str, Any]]:
    """The columns as JSON."""
    return [asdict(column) for column in columns]
