"""What a change of the schema does: kept as JSON in the change, read back by preview and job."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Literal

from accounts.models import User
from catalog.bulk.models import BulkChange
from catalog.bulk.services.changes.proposals import Proposal
from catalog.products.models.product import Product
from catalog.products.stored_values import holds_any
from catalog.schema.models.attribute import Attribute, AttributeOption
from catalog.schema.models.channel import Channel
from catalog.schema.models.family import Family
from catalog.schema_changes.services.channels import products_of_channel, without_channel
from catalog.schema_changes.services.conversion import converted
from catalog.schema_changes.services.documents import by_channel
from catalog.schema_changes.services.options import products_with_option, with_option_replaced

# What of an attribute a retyping may change.
SHAPE_FIELDS = ("type", "unit", "is_localizable", "is_per_channel", "is_unique")


@dataclass(frozen=True, slots=True)
class Operation:
    """`kind` is "remove", "delete", "retype", "replace" or "drop_channel"; the rest says of what.

    `attributes` are codes, `family` the key of the one that they leave, `fields` what a retyped
    attribute becomes, which option takes the place of which ("old", "new", and "is_deleted" where
    the old one goes), or which channel goes ("code", "name").
    """

    kind: str
    attributes: list[str]
    family: int | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, change: BulkChange) -> "Operation":
        """The operation of a change that was planned."""
        return cls(**change.operations[0])

    def products(self) -> QuerySet[Product]:
        """The products whose values change."""
        if self.kind == "replace":
            return products_with_option(self.attributes[0], self.fields["old"])
        if self.kind == "drop_channel":
            return products_of_channel(self.fields["code"])
        has_value = holds_any(self.attributes)
        for code in Channel.objects.values_list("code", flat=True):
            has_value |= holds_any(self.attributes, code)
        products = Product.objects.filter(has_value)
        return products.filter(family=self.family) if self.kind == "remove" else products

    def before_and_after(self) -> tuple[Attribute, Attribute]:
        """The retyped attribute as it is, and as it will be."""
        old = Attribute.objects.get(code=self.attributes[0])
        new = Attribute.objects.get(pk=old.pk)
        for name in SHAPE_FIELDS:
            setattr(new, name, self.fields.get(name, getattr(old, name)))
        return old, new

    def proposal(self) -> Proposal:
        """What the products become."""
        if self.kind == "retype":
            values, channel_values = self._retyped()
        elif self.kind == "replace":
            values, channel_values = with_option_replaced(
                self.attributes[0], self.fields["old"], self.fields["new"]
            )
        elif self.kind == "drop_channel":
            values = SQL("product.values")
            channel_values = without_channel(self.fields["code"])
        else:
            values = SQL("product.values - {}::text[]").format(Literal(self.attributes))
            channel_values = by_channel(
                SQL("own.value - {}::text[]").format(Literal(self.attributes))
            )
        statement = SQL(
            "SELECT product.id AS product_id, {values} AS values,"
            " {channel_values} AS channel_values, ARRAY[]::text[] AS reasons"
            " FROM chosen JOIN catalog_product product ON product.id = chosen.product_id"
        )
        return Proposal(statement.format(values=values, channel_values=channel_values))

    def _retyped(self) -> tuple[Composable, Composable]:
        old, new = self.before_and_after()
        code = self.attributes[0]
        values = _replaced(SQL("product.values"), code, old, new)
        if not new.is_per_channel:
            return values, by_channel(SQL("own.value - {}::text").format(Literal(code)))
        return values, by_channel(_replaced(SQL("own.value"), code, old, new))


def _replaced(container: Composable, code: str, old: Attribute, new: Attribute) -> Composable:
    value = SQL("({} -> {})").format(container, Literal(code))
    return SQL(
        "CASE WHEN {container} ? {code} THEN ({container} - {code}::text) || coalesce("
        "(SELECT jsonb_build_object({code}::text, made) FROM (SELECT {made} AS made) AS new"
        " WHERE made IS NOT NULL), '{{}}') ELSE {container} END"
    ).format(container=container, code=Literal(code), made=converted(value, old, new))


def plan_removal(*, family: Family, attributes: Sequence[Attribute], user: User) -> BulkChange:
    """Plan that `attributes` leave `family`, and its products lose their values of them."""
    labels = ", ".join(attribute.label for attribute in attributes)
    return _plan(
        Operation("remove", [attribute.code for attribute in attributes], family=family.pk),
        title=_("Remove %(attributes)s from %(family)s")
        % {"attributes": labels, "family": family.label},
        user=user,
    )


def plan_deletion(*, attribute: Attribute, user: User) -> BulkChange:
    """Plan to delete `attribute` with its options, its places in families and all its values."""
    return _plan(
        Operation("delete", [attribute.code]),
        title=_("Delete the attribute %(attribute)s") % {"attribute": attribute.label},
        user=user,
    )


def plan_retyping(*, attribute: Attribute, fields: dict[str, Any], user: User) -> BulkChange:
    """Plan to give `attribute` other `fields` (of SHAPE_FIELDS), and to convert its values."""
    return _plan(
        Operation("retype", [attribute.code], fields=fields),
        title=_("Convert the values of %(attribute)s") % {"attribute": attribute.label},
        user=user,
    )


def plan_replacement(
    *, option: AttributeOption, other: AttributeOption, is_deleted: bool, user: User
) -> BulkChange:
    """Plan that `other` takes the place of `option` in values and filters.

    With `is_deleted`, the option goes then.
    """
    words = {"old": option.label, "new": other.label, "attribute": option.attribute.label}
    return _plan(
        Operation(
            "replace",
            [option.attribute.code],
            fields={"old": option.code, "new": other.code, "is_deleted": is_deleted},
        ),
        title=_("Replace “%(old)s” with “%(new)s” in %(attribute)s") % words,
        user=user,
    )


def plan_channel_removal(*, code: str, name: str, user: User) -> BulkChange:
    """Plan to delete the channel called `code`, if there is one, and all values of its own."""
    return _plan(
        Operation("drop_channel", [], fields={"code": code, "name": name}),
        title=_("Delete the channel %(channel)s") % {"channel": name},
        user=user,
    )


@transaction.atomic
def _plan(operation: Operation, *, title: str, user: User) -> BulkChange:
    return BulkChange.objects.create(
        kind=BulkChange.Kind.MODEL_CHANGE,
        title=title[:255],
        state=BulkChange.State.READY,
        operations=[asdict(operation)],
        started_by=user,
    )
