"""Deletes a record with what goes along: in the request, or in the background where it is much."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from wagtail.actions import action_registry

from console.signed_in import User

from .effects import Effect
from .labels import with_labels
from .references import Uses, uses_of

# What a deletion takes along in a request; more would hold it.
MOST_IN_A_REQUEST = 500

# Reports how many of the rows that go along are gone.
Advance = Callable[[int], Any]
Remove = Callable[[models.QuerySet, User | None, Advance], None]
Start = Callable[[models.Model, User], str]

_removals: dict[type[models.Model], Remove] = {}
_starts: list[Start] = []


class DeletionRefusedError(Exception):
    """The record is in use; says by what."""


def register_removal(model: type[models.Model], remove: Remove) -> None:
    """Delete the rows of `model` that go along with another record set-wise.

    `remove` is called in the transaction of the deletion, with the rows, who deletes, and what
    reports how many are gone.
    """
    _removals[model] = remove


def register_background(start: Start) -> None:
    """Let `start` do large deletions in the background; it returns the page with the progress."""
    _starts[:] = [start]


def start_deletion(record: models.Model, user: User) -> str:
    """Delete a record in the background; returns the address of the page with the progress."""
    return _starts[0](record, user)


def name_of(record: models.Model) -> str:
    """What a person types to confirm what takes `record` away."""
    [named] = with_labels([record])
    return " ".join(str(named).split())


def is_name_of(record: models.Model, typed: str) -> bool:
    """Whether somebody typed the name of `record`; pages show runs of spaces as one."""
    return " ".join(typed.split()) == name_of(record)


def explain(name: str, uses: Uses) -> str:
    """One sentence on what forbids a deletion."""
    return in_use(name, names_of_blockers(uses))


def in_use(name: str, names: str) -> str:
    """The same where `names` says what is in the way."""
    return _(
        "%(object)s cannot be deleted because it is used by: %(names)s. Change or delete these "
        "first."
    ) % {"object": name, "names": names}


def names_of_blockers(uses: Uses) -> str:
    """What forbids a deletion, counted, as far as the person may see it."""
    names = Counter(one.model_name for one in uses.blockers)
    blockers = [
        f"{one.model_name} ({one.count})"
        if names[one.model_name] == 1
        else f"{one.model_name} ({one.field_name}: {one.count})"
        for one in uses.blockers
    ]
    if uses.hides:
        blockers.append(_("records that you do not have permission to see"))
    return ", ".join(blockers)


def in_use_meanwhile(name: str) -> str:
    """What is said where a use came into being while the record was being deleted."""
    return _(
        "%(object)s could not be deleted because other records now refer to it. See what uses it "
        "and try again."
    ) % {"object": name}


def delete_record(
    record: models.Model,
    *,
    user: User | None,
    delete: Callable[[], Any] | None = None,
    advance: Advance = lambda rows: None,
) -> None:
    """Delete `record` with what goes along, or nothing.

    `delete` deletes the record itself; without it the action that is registered for its model
    does. Raises DeletionRefusedError where it is in use.
    """
    name = name_of(record)
    if (uses := uses_of(record, user=user)).refuses:
        raise DeletionRefusedError(explain(name, uses))
    try:
        with transaction.atomic():
            remove_along(record, user=user, advance=advance)
            (delete or _action(record, user))()
    except (ProtectedError, RestrictedError, IntegrityError) as error:
        raise DeletionRefusedError(in_use_meanwhile(name)) from error


def remove_along(
    record: models.Model, *, user: User | None, advance: Advance = lambda rows: None
) -> None:
    """Delete what goes along with `record` and has a registered way to be deleted."""
    for one in uses_of(record, user=None).references:
        if one.effect is Effect.ALONG and one.model in _removals:
            _removals[one.model](one.records, user, advance)


def _action(record: models.Model, user: User | None) -> Callable[[], Any]:
    action = action_registry.get_action_class(type(record), "delete")(record, user=user)
    return lambda: action.execute(skip_permission_checks=True)
