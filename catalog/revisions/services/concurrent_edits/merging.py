"""The three-way merge: what the form showed, what was sent with it, what stands there by now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.products.field_roles import FieldRole, fields_but
from catalog.products.parts import ProductPart, product_parts
from catalog.revisions.queries.differences.comparing import part_of_path
from catalog.revisions.queries.history.paths import field_of, flattened, written
from catalog.revisions.services.concurrent_edits.rows import content, merge_rows

Content = Mapping[str, Any]
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
    """Carry what `mine` changed of `base` into `theirs`: fields, values and rows of parts.

    A value counts by its language and channel (`localizable` are the codes of attributes that
    differ in language), a row as a whole. Paths in `prefer_mine` were decided for `mine`.
    """
    merge = Merge(dict(theirs))
    _merge_values(merge, base, mine, localizable, set(prefer_mine))
    for name, part in product_parts().items():
        if name in base and name in mine and name in theirs:
            rows = part.rows(base[name]), part.rows(mine[name])
            _merge_part(merge, part, *rows, set(prefer_mine))
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


def _merge_part(merge: Merge, part: ProductPart, base: list, mine: list, prefer: set[str]) -> None:
    there = part.rows(merge.content[part.name])
    if list(map(content, there)) != list(map(content, base)):
        merge.theirs.append(part.name)
    keys = {
        int(path.rpartition(".")[2])
        for path in prefer
        if part_of_path(path) == part.name and path.rpartition(".")[2].isdecimal()
    }
    rows = merge_rows(base, mine, there, keys)
    merge.content[part.name] = part.held(rows.rows)
    merge.clashes += [f"{part.name}.{key}" for key in rows.clashes]
