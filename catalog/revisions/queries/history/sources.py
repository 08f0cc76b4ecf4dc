"""By what way a change was made, as people read it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WAYS: Mapping[str, tuple[Promise, str]] = {
    # word of the reason: (label, name of the address of the record that follows it)
    "import": (_("Import %(key)s"), "imports_importrun:inspect"),
    "bulk edit": (_("Bulk edit %(key)s"), "catalog_bulkchange:inspect"),
    "bulk": (_("Bulk edit %(key)s"), "catalog_bulkchange:inspect"),
    "model change": (_("Change of the model %(key)s"), "catalog_modelchange:page"),
    "model file": (_("Model file"), ""),
    "model": (_("Change of the model %(key)s"), "catalog_modelchange:page"),
    "rule": (_("Rule %(key)s"), ""),
    "job": (_("Job %(key)s"), "jobs:detail"),
    "command": (_("Command"), ""),
    "restore": (_("Restored"), ""),
    "merge": (_("Merged with no. %(key)s"), "catalog_product:history"),
    "undo": (_("Undone"), ""),
    "api": (_("API"), ""),
}


@dataclass(frozen=True, slots=True)
class Source:
    """The way of a change; `url_name` with `key` is the address of the run behind it, if any."""

    label: str
    key: str = ""
    url_name: str = ""


def source_of(reason: str) -> Source:
    """What the reason of a history row says; without one, a person did it in a form."""
    if not reason:
        return Source(str(_("By hand")))
    for word, (label, url_name) in _WAYS.items():
        if reason == word or reason.startswith(f"{word} "):
            key = reason.removeprefix(word).strip()
            return Source(str(label) % {"key": key}, key, url_name if key.isdecimal() else "")
    return Source(reason)
