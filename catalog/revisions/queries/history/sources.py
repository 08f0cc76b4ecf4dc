"""Registry of change sources: by what way a change was made, as the history shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.sources import ChangeSource


@dataclass(frozen=True, slots=True)
class Source:
    """The way of a change; `url_name` with `key` is the address of the run behind it, if any."""

    label: str
    key: str = ""
    url_name: str = ""


# The first word or words of a reason: (label, name of the address of the record that follows it)
_ways: dict[str, tuple[str | Promise, str]] = {
    ChangeSource.RULE: (_("Rule %(key)s"), ""),
    ChangeSource.JOB: (_("Job %(key)s"), "jobs:detail"),
    ChangeSource.RESTORE: (_("Restored"), ""),
    ChangeSource.SCHEDULE: (_("Scheduled"), ""),
    ChangeSource.PRICE_CHANGE: (_("Change of prices %(key)s"), "catalog_pricechange:inspect"),
    ChangeSource.PRICE_UNDO: (
        _("Undo of the change of prices %(key)s"),
        "catalog_pricechange:inspect",
    ),
    ChangeSource.DEMO: (_("Demo data"), ""),
}


def register_change_source(word: ChangeSource, label: str | Promise, *, url_name: str = "") -> None:
    """Tell what changes are called whose reason is `word`, or begins with it.

    `label` may hold %(key)s, what follows the word in the reason; where that is a number, the
    address `url_name` with it as its only argument shows the run behind the change. A longer word
    goes before a shorter one. Call it once for each way, from `AppConfig.ready()`.
    """
    _ways[word] = (label, url_name)


def registered_words() -> Sequence[str]:
    """The words that are known."""
    return tuple(_ways)


def source_of(reason: str) -> Source:
    """What the reason of a history row says; without one, a person did it in a form."""
    if not reason:
        return Source(str(_("Manually")))
    words = [one for one in _ways if reason == one or reason.startswith(f"{one} ")]
    if not words:
        return Source(reason)
    word = max(words, key=len)
    label, url_name = _ways[word]
    key = reason.removeprefix(word).strip()
    return Source(str(label) % {"key": key}, key, url_name if key.isdecimal() else "")
