"""What entries of the change log are about, in words: the record, and what was written of it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from django.apps import apps
from django.db.models import Model
from django.utils.text import capfirst

from audit.models import ChangeLogEntry
from console.labels import with_labels
from console.signed_in import User
from console.visibility import visible_to

# What entries of one type of record say, by the key of the entry, as far as a person may see it.
Details = Mapping[int, Sequence[str]]
Describe = Callable[[Sequence[ChangeLogEntry], User], Details]

_describers: dict[str, Describe] = {}


def register_change_details(entity: str, describe: Describe) -> None:
    """Let `describe` say what entries of `entity`, such as "catalog.product", wrote."""
    _describers[entity] = describe


def change_details(entries: Sequence[ChangeLogEntry], user: User) -> dict[int, Sequence[str]]:
    """What each entry wrote, where that is known; the number of queries is that of the types."""
    found: dict[int, Sequence[str]] = {}
    for entity, own in _by_entity(entries).items():
        if describe := _describers.get(entity):
            found.update(describe(own, user))
    return found


def record_names(entries: Sequence[ChangeLogEntry], user: User) -> dict[tuple[str, int], str]:
    """The names of the records that there still are and `user` may see, by type and key."""
    names = {}
    for entity, own in _by_entity(entries).items():
        if model := _model(entity):
            keys = {entry.entity_id for entry in own}
            records = visible_to(user, model._default_manager.filter(pk__in=keys))
            names.update({(entity, one.pk): str(one) for one in with_labels(list(records))})
    return names


def entity_label(entity: str) -> str:
    """What a type of record is called."""
    model = _model(entity)
    return capfirst(str(model._meta.verbose_name)) if model else entity


def _model(entity: str) -> type[Model] | None:
    try:
        return apps.get_model(entity)
    except (LookupError, ValueError):
        return None


def _by_entity(entries: Sequence[ChangeLogEntry]) -> dict[str, list[ChangeLogEntry]]:
    groups: dict[str, list[ChangeLogEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.entity].append(entry)
    return groups
