"""Indexes of the product listing: its search, filters on attribute values, and its orders."""

import django.contrib.postgres.indexes
from django.db import migrations, models

import catalog.models.product_words

# Accents and capitals do not matter. Plain letters, which most texts have only, take the short way.
FOLDED = r"""
CREATE FUNCTION catalog_folded(given text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN octet_length(given) = char_length(given) THEN lower(given)
    ELSE replace(replace(replace(replace(
        regexp_replace(normalize(lower(given), NFKD), '[\u0300-\u036f]', '', 'g'),
        'ß', 'ss'), 'ø', 'o'), 'ł', 'l'), 'æ', 'ae') END
"""

# Words, and each number as one word of letters and digits. Very long descriptions are cut, as an
# index entry has a largest size.
WORDS = r"""
CREATE FUNCTION catalog_product_words(
    name text, description text, part_number text, sku text, gtin text
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN strip(to_tsvector('simple'::regconfig, regexp_replace(
    catalog_folded(name || ' ' || left(description, 20000) || ' ' || part_number || ' ' || sku),
    '[^[:alnum:]]+', ' ', 'g')
    || ' ' || regexp_replace(lower(part_number), '[^a-z0-9]', '', 'g')
    || ' ' || regexp_replace(lower(sku), '[^a-z0-9]', '', 'g')
    || ' ' || gtin || ' ' || ltrim(gtin, '0')))
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0019_listing_views")]

    operations = [
        migrations.RunSQL(FOLDED, "DROP FUNCTION catalog_folded(text)"),
        migrations.RunSQL(
            WORDS, "DROP FUNCTION catalog_product_words(text, text, text, text, text)"
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["name", "id"], name="product_name"),
        ),
        migrations.AddIndex(
            model_name="product",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["values"], name="product_values", opclasses=["jsonb_path_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=django.contrib.postgres.indexes.GinIndex(
                catalog.models.product_words.ProductWords(), name="product_words"
            ),
        ),
    ]
