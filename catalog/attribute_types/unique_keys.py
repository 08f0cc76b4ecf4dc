"""The keys by which the database compares the values of unique attributes and of axes.

Each type makes its own (`AttributeType.unique_key`); catalog_unique_key is the same in SQL, which
triggers call by the code of the type.
"""

import hashlib

from catalog.attribute_types.codes import TypeCode
from console.numbers import STORED

# Their values are compared as they stand: an address or a code in other letters is another one.
AS_THEY_STAND = (
    TypeCode.BOOLEAN,
    TypeCode.DATE,
    TypeCode.CHOICE,
    TypeCode.PRODUCT,
    TypeCode.ASSET,
    TypeCode.URL,
)
# An index has no room for longer ones.
LONGEST_KEY = 150
_KEPT = 100

UNIQUE_KEY = f"""
CREATE FUNCTION catalog_unique_key(kind text, stored jsonb, unit text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN length(whole) > {LONGEST_KEY} THEN left(whole, {_KEPT}) || ' ' || md5(whole)
        ELSE nullif(whole, '') END
    FROM (SELECT CASE
        WHEN jsonb_typeof(stored) IN ('null', 'array') THEN NULL
        WHEN kind = 'measure' AND measured IS NOT NULL THEN measured::text || ' ' || unit
        WHEN kind IN ('number', 'measure') AND amount ~ '^{STORED}$'
            THEN trim_scale(amount::numeric)::text || coalesce(' ' || nullif(written, ''), '')
        WHEN jsonb_typeof(stored) = 'object' THEN NULL
        WHEN kind IN ({", ".join(f"'{kind}'" for kind in AS_THEY_STAND)}) THEN stored #>> '{{}}'
        WHEN jsonb_typeof(stored) = 'string'
            THEN coalesce(nullif(console_name_key(stored #>> '{{}}'), ''), stored #>> '{{}}')
        END AS whole
    FROM (SELECT
        CASE WHEN kind = 'measure' THEN
            catalog_standard_amount(stored, catalog_unit_factors(unit)) END AS measured,
        CASE jsonb_typeof(stored) WHEN 'object' THEN stored ->> 'amount'
            ELSE stored #>> '{{}}' END AS amount,
        CASE jsonb_typeof(stored) WHEN 'object' THEN stored ->> 'unit' END AS written
    ) AS parts) AS made
$$;
"""  # noqa: S608 - of constants


def short_key(whole: str) -> str | None:
    """The key as it is kept: what is long is held by its beginning and its hash."""
    if len(whole) <= LONGEST_KEY:
        return whole or None
    return f"{whole[:_KEPT]} {hashlib.md5(whole.encode(), usedforsecurity=False).hexdigest()}"
