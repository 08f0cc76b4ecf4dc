"""What replaces a product: "A is superseded by B, B by C" is answered with C."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from catalog.products.models.product import Product
from catalog.schema.queries.kinds import relation_labels
from console.spelling import number_key

# Longer than any chain that is meant; the database refuses circles.
LONGEST_CHAIN = 50
# Brands that share a number; more are not listed.
MOST_NAMED = 20

# The codes of the kinds by which a product takes the place of another.
SUPERSEDING = "(SELECT code FROM catalog_relationkind WHERE is_supersession)"

# Every way from a product to what supersedes it, step by step, to the end.
CHAINS_SQL = f"""
WITH RECURSIVE chain AS (
    SELECT target_id AS start, ARRAY[product_id] AS path
    FROM catalog_productrelation WHERE kind IN {SUPERSEDING} AND target_id = ANY(%(products)s)
    UNION ALL
    SELECT chain.start, chain.path || next.product_id
    FROM chain JOIN catalog_productrelation next
        ON next.kind IN {SUPERSEDING} AND next.target_id = chain.path[cardinality(chain.path)]
    WHERE cardinality(chain.path) < {LONGEST_CHAIN} AND next.product_id <> ALL(chain.path)
)
SELECT start, path FROM chain
WHERE NOT EXISTS (
    SELECT FROM catalog_productrelation later
    WHERE later.kind IN {SUPERSEDING} AND later.target_id = chain.path[cardinality(chain.path)])
ORDER BY start, path
"""  # noqa: S608 - constants only


@dataclass(frozen=True, slots=True)
class Superseded:
    """A product that something replaces; `path` leads over what came between to the end."""

    product_id: int
    path: tuple[int, ...]


def supersession_of(product_ids: Iterable[int]) -> dict[int, list[Superseded]]:
    """For each product that is superseded, what replaces it; several where it was split up.

    One statement. Says nothing of who may see what: look the keys up among the visible products.
    """
    found: dict[int, list[Superseded]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(CHAINS_SQL, {"products": list(product_ids)})
        for start, path in cursor.fetchall():
            found[start].append(Superseded(start, tuple(path)))
    return dict(found)


def superseded_numbers(text: str) -> list[Superseded]:
    """What replaces the products whose part number is `text`, in any spelling, or whose SKU it is.

    Nothing, without asking the database, for a text without a digit.
    """
    number = number_key(text)
    if not any(letter.isdigit() for letter in number):
        return []
    named = Q(normalized_part_number=number) | Q(sku=text.strip())
    keys = list(Product.objects.filter(named).order_by().values_list("pk", flat=True)[:MOST_NAMED])
    return [one for chains in supersession_of(keys).values() for one in chains] if keys else []


def cycle_through(product_id: int, kind: str, target_id: int) -> list[int]:
    """The circle that a relation of `kind` from the product to `target_id` would close, as keys.

    All kinds of the same meaning close it together, as in the trigger that refuses it. Empty where
    there is none, or where relations of the kind may run in one.
    """
    known = relation_labels().get(kind)
    if known is None or not known.is_one_way:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CIRCLE, {"kind": kind, "target": target_id, "product": product_id})
        row = cursor.fetchone()
    return [product_id, *row[0]] if row else []


_CIRCLE = f"""
WITH RECURSIVE one_way AS (
    SELECT code, 'supersession' AS meaning FROM catalog_relationkind WHERE is_supersession
    UNION ALL
    SELECT code, 'component' FROM catalog_relationkind WHERE is_component
), walk AS (
    SELECT meaning, ARRAY[%(target)s::bigint] AS path FROM one_way WHERE code = %(kind)s
    UNION ALL
    SELECT walk.meaning, walk.path || relation.target_id
    FROM walk JOIN catalog_productrelation relation
        ON relation.product_id = walk.path[cardinality(walk.path)]
    JOIN one_way ON one_way.code = relation.kind AND one_way.meaning = walk.meaning
    WHERE walk.path[cardinality(walk.path)] <> %(product)s
        AND relation.target_id <> ALL(walk.path) AND cardinality(walk.path) < {LONGEST_CHAIN}
)
SELECT path FROM walk WHERE path[cardinality(path)] = %(product)s LIMIT 1
"""  # noqa: S608 - constants only
