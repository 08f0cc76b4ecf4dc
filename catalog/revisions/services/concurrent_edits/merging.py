"""The three-way merge: what the form showed, what was sent with it, what stands there by now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.products.field_roles import FieldRole, fields_but
from catalog.products.parts import product_parts
from catalog.revisions.queries.differences.comparing import part_of_path
from catalog.revisions.queries.history.paths import field_of, flattened, written
from catalog.revisions.services.concurrent_edits.rows import content, merge_rows

Content = Mapping[str, Any]
FURTHER_CATEGORIES = "additional_categories"
# Nothing that a person writes in the form; a revision calls the key so.
_NOT_EDITED = {"pk", *fields_but(FieldRole.CONTENT, FieldRole.SCHEDULE)}


@dataclass
class Merge:
    """The content after a merge.

    `theirs` are the paths that others changed since the form was opened, `clashes` those that both
    sides wrote differently (in `content` they stand as the others wrote them).
    """

    content: dict[str, Any]
    theirs: list[str] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)


def merge_edits(
    *,
    base: Content,
    mine: Content,
    theirs: Content,
    localizable: Collection[str],
    prefer_mine: Collection[str] = (),
) -> Merge:
    """Carry what `mine` changed of `base` into `theirs`: fields, values, categories and rows.

    A value counts by its language and channel (`localizable` are the codes of attributes that
    differ by language), a row as a whole. Paths in `prefer_mine` were decided for `mine`.
    """
    merge = Merge(dict(theirs))
    _merge_values(merge, base, mine, localizable, set(prefer_mine))
    _merge_categories(merge, base, mine)
    for part in product_parts():
        if part in base and part in mine and part in theirs:
            _merge_part(merge, part, base[part], mine[part], set(prefer_mine))
    return merge


def _merge_values(
    merge: Merge, base: Content, mine: Content, localizable: Collection[str], prefer: set[str]
) -> None:
    old, new, there = (flattened(side, localizable) for side in (base, mine, merge.content))
    for path in dict.fromkeys([*old, *new, *there]):
        if field_of(path) in _NOT_EDITED:
            continue
        was, sent, found = old.get(path), new.get(path), there.get(path)
        if found != was:
            merge.theirs.append(path)
        if sent in (was, found):
            continue
        if found == was or path in prefer:
            merge.content = written(merge.content, path, sent)
        else:
            merge.clashes.append(path)


def _merge_categories(merge: Merge, base: Content, mine: Content) -> None:
    if not all(FURTHER_CATEGORIES in side for side in (base, mine, merge.content)):
        return
    old, new, there = (set(side[FURTHER_CATEGORIES]) for side in (base, mine, merge.content))
    if there != old:
        merge.theirs.append(FURTHER_CATEGORIES)
    merge.content[FURTHER_CATEGORIES] = sorted((there | (new - old)) - (old - new))


def _merge_part(merge: Merge, part: str, base: list, mine: list, prefer: set[str]) -> None:
    there = merge.content[part]
    if list(map(content, there)) != list(map(content, base)):
        merge.theirs.append(part)
    keys = {
        int(path.rpartition(".")[2])
        for path in prefer
        if part_of_path(path) == part and path.rpartition(".")[2].isdecimal()
    }
    rows = merge_rows(base, mine, there, keys)
    merge.content[part] = rows.rows
    merge.clashes += [f"{part}.{key}" for key in rows.clashes]
