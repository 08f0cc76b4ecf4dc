"""Writes of the category tree."""

from django.db import transaction

from catalog.schema.models.category import Category


class CategoryMoveRefusedError(ValueError):
    """A category cannot be moved below itself."""


@transaction.atomic
def save_category(*, category: Category, parent: Category | None) -> Category:
    """Save `category` as a child of `parent`, or as a root.

    A category that exists already is moved with everything below it when its parent or its name
    (siblings are sorted by name) has changed. Raises CategoryMoveRefusedError when `parent` is the
    category itself or stands below it.
    """
    if category.pk is None:
        return _add_category(category, parent)
    if parent is not None and _is_inside(parent, category):
        raise CategoryMoveRefusedError
    before = Category.objects.get(pk=category.pk)
    category.save()
    if before.name != category.name or before.get_parent() != parent:
        _move(category, parent)
    return category


def _move(category: Category, parent: Category | None) -> None:
    if parent is not None:
        category.move(parent, pos="sorted-child")
    else:
        category.move(Category.get_last_root_node(), pos="sorted-sibling")
    # Treebeard moves rows by SQL and leaves the instance as it was.
    category.refresh_from_db()


def _add_category(category: Category, parent: Category | None) -> Category:
    if parent is None:
        return Category.add_root(instance=category)
    return parent.add_child(instance=category)


def _is_inside(candidate: Category, category: Category) -> bool:
    return candidate.pk == category.pk or candidate.is_descendant_of(category)
