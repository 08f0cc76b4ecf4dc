"""Writes of how people see the product listing: their columns, and the views they keep."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.listing.models import ListingPreference
from catalog.segments.compilation import check_filter
from catalog.segments.models import Segment
from console.deletion import explain, name_of, names_of_blockers
from console.references import uses_of

SHARE = "catalog.share_segment"
CHANGE = "catalog.change_segment"
DELETE = "catalog.delete_segment"
LONGEST_CODE = 50


def may_share(user: User) -> bool:
    """Whether others may see what the user keeps."""
    return user.has_perm(SHARE)


def may_change_view(user: User, view: Segment) -> bool:
    """Whether the user may change a view: the own one, and a shared one with the right to."""
    if not view.is_shared:
        return view.owner_id == user.pk
    return user.has_perm(CHANGE) or (view.owner_id == user.pk and may_share(user))


def may_delete_view(user: User, view: Segment) -> bool:
    """Whether the user may delete a view."""
    if view.owner_id == user.pk and (not view.is_shared or may_share(user)):
        return True
    return view.is_shared and user.has_perm(DELETE)


def keep_preference(*, user: User, columns: Sequence[str], ordering: str) -> None:
    """Remember how the user wants the listing."""
    ListingPreference.objects.update_or_create(
        user=user, defaults={"columns": list(columns), "ordering": ordering}
    )


@transaction.atomic
def create_view(
    *,
    user: User,
    name: str,
    is_shared: bool,
    segment_filter: dict[str, Any],
    columns: Sequence[str],
    ordering: str,
) -> Segment:
    """Keep a view under a name. Raises ValidationError for a filter that cannot be asked."""
    if is_shared and not may_share(user):
        raise PermissionDenied
    check_filter(segment_filter, user=user)
    return Segment.objects.create(
        code=_free_code(name),
        name=name,
        owner=user,
        is_shared=is_shared,
        filter=segment_filter,
        columns=list(columns),
        ordering=ordering,
    )


@transaction.atomic
def save_view(
    *,
    user: User,
    view: Segment,
    segment_filter: dict[str, Any],
    columns: Sequence[str],
    ordering: str,
) -> None:
    """Store the filter, columns and order that the listing shows in the view that is open."""
    if not may_change_view(user, view):
        raise PermissionDenied
    check_filter(segment_filter, code=view.code, user=user)
    view.filter, view.columns, view.ordering = segment_filter, list(columns), ordering
    view.save()


@transaction.atomic
def rename_view(*, user: User, view: Segment, name: str, is_shared: bool) -> None:
    """Give the view another name, share it, or take it back.

    Raises ValidationError where others use it: a feed cannot lose its segment.
    """
    if not may_change_view(user, view) or (is_shared != view.is_shared and not may_share(user)):
        raise PermissionDenied
    if view.is_shared and not is_shared:
        if view.owner_id != user.pk:
            raise ValidationError(
                _("Only its owner can stop sharing a view. Save it as your own view instead.")
            )
        if (uses := uses_of(view, user=user)).refuses:
            raise ValidationError(
                _("It must stay shared because it is used by: %(users)s.")
                % {"users": names_of_blockers(uses)}
            )
    view.name, view.is_shared = name, is_shared
    view.save()


@transaction.atomic
def delete_view(*, user: User, view: Segment) -> None:
    """Delete the view. Raises ValidationError that says what uses it."""
    if not may_delete_view(user, view):
        raise PermissionDenied
    if (uses := uses_of(view, user=user)).refuses:
        raise ValidationError(explain(name_of(view), uses))
    view.delete()


def _free_code(name: str) -> str:
    """A code made of the name that no segment has."""
    stem = slugify(name).replace("-", "_")[:LONGEST_CODE] or "view"
    stem = stem if stem[0].isalpha() else f"view_{stem}"
    taken = set(Segment.objects.filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}_{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)
