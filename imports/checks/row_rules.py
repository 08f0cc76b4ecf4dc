"""What can be wrong with a row as a whole, in the terms of the judging query.

There `given` is the row with its values, `product` the product it matches (or NULL), `family` the
attribute codes of the product's family.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from accounts.models import User
from catalog.products.write_policy import Write, closing_conditions
from imports.models import ImportProfile

from .conversions import Problem


def future_key(name: str, profile: ImportProfile) -> Composable:
    """What the product will have in `name`: from the row, else the product, else the default."""
    last = {
        "sku": SQL("given.part_number"),
        "part_number": SQL("given.sku"),
        "brand_id": Literal(profile.default_brand_id),
        "family_id": Literal(profile.default_family_id),
    }
    return SQL("coalesce(given.{0}, product.{0}, {1})").format(Identifier(name), last[name])


def row_problems(profile: ImportProfile, user: User | None) -> Iterator[Problem]:
    """Every rule, in the order in which the reasons are told; `user` is who imports."""
    yield from _key_problems(profile)
    yield from _missing_in_new(profile)
    yield from _refused_by_mode(profile)
    for condition, words in closing_conditions(Write.ROW, user):
        yield Problem(condition, words)
    yield Problem(
        SQL("product.parent_id IS NOT NULL AND given.family_id <> product.family_id"),
        _(
            "A variant has the family of its parent product. Change the family of the parent "
            "product, then import this row again."
        ),
    )
    yield Problem(
        SQL("{} <> '{{}}'").format(stray_values()),
        _(
            "The family of the product does not have these attributes: {value}. Add them to the "
            "family, or clear the cells."
        ),
    )


def stray_values() -> Composable:
    """Values of the row that the product's family has no attribute for."""
    return SQL("(given.values - coalesce(family.codes, ARRAY[]::text[]))")


def _key_problems(profile: ImportProfile) -> Iterator[Problem]:
    if profile.key == ImportProfile.Key.SKU:
        yield Problem(SQL("given.sku IS NULL"), _("The SKU is missing."))
        return
    yield Problem(SQL("given.part_number IS NULL"), _("The part number is missing."))
    yield Problem(
        SQL("coalesce(given.brand_id, {}) IS NULL").format(Literal(profile.default_brand_id)),
        _("The brand is missing, and the profile has no default."),
    )


def _missing_in_new(profile: ImportProfile) -> Iterator[Problem]:
    new = SQL("product.id IS NULL AND {} IS NULL")
    yield Problem(new.format(SQL("given.name")), _("A new product needs a name."))
    if profile.key == ImportProfile.Key.SKU:
        yield Problem(
            new.format(future_key("brand_id", profile)),
            _("A new product needs a brand, and the profile has no default."),
        )
    yield Problem(
        new.format(future_key("family_id", profile)),
        _("A new product needs a family, and the profile has no default."),
    )


def _refused_by_mode(profile: ImportProfile) -> Iterator[Problem]:
    if profile.mode == ImportProfile.Mode.CREATE:
        yield Problem(
            SQL("product.id IS NOT NULL"),
            _("The product already exists, and the profile only creates products."),
        )
    if profile.mode == ImportProfile.Mode.UPDATE:
        yield Problem(
            SQL("product.id IS NULL"),
            _("The product does not exist, and the profile only updates products."),
        )
