"""What a change of the model does: kept as JSON in the change, read back by preview and job."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Literal

from accounts.models import User
from catalog.models import Attribute, BulkChange, Channel, Family, Product
from catalog.services.bulk_changes import Proposal

from .conversion import Shape, converted

# What of an attribute a retyping may change.
SHAPE_FIELDS = ("type", "unit", "is_localizable", "is_per_channel", "is_unique")


@dataclass(frozen=True, slots=True)
class Operation:
    """`kind` is "remove", "delete" or "retype"; the rest says of what.

    `attributes` are codes, `family` the key of the one that they leave, `fields` what a retyped
    attribute becomes.
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
        """The products that have a value of the attributes."""
        has_value = Q(values__has_any_keys=self.attributes)
        for code in Channel.objects.values_list("code", flat=True):
            has_value |= Q(**{f"channel_values__{code}__has_any_keys": self.attributes})
        products = Product.objects.filter(has_value)
        return products.filter(family=self.family) if self.kind == "remove" else products

    def shapes(self) -> tuple[Shape, Shape]:
        """How the values of the retyped attribute are stored, and how they will be."""
        attribute = Attribute.objects.get(code=self.attributes[0])
        before = {name: getattr(attribute, name) for name in SHAPE_FIELDS}
        old, new = before, {**before, **self.fields}
        made = [
            Shape(
                attribute.pk,
                fields["type"],
                fields["unit"],
                fields["is_localizable"],
                fields["is_per_channel"],
            )
            for fields in (old, new)
        ]
        return made[0], made[1]

    def proposal(self) -> Proposal:
        """What the products become."""
        if self.kind == "retype":
            values, channel_values = self._retyped()
        else:
            values = SQL("product.values - {}::text[]").format(Literal(self.attributes))
            channel_values = _by_channel(
                SQL("own.value - {}::text[]").format(Literal(self.attributes))
            )
        statement = SQL(
            "SELECT product.id AS product_id, {values} AS values,"
            " {channel_values} AS channel_values, ARRAY[]::text[] AS reasons"
            " FROM chosen JOIN catalog_product product ON product.id = chosen.product_id"
        )
        return Proposal(statement.format(values=values, channel_values=channel_values))

    def _retyped(self) -> tuple[Composable, Composable]:
        old, new = self.shapes()
        code = self.attributes[0]
        values = _replaced(SQL("product.values"), code, old, new)
        if not new.is_per_channel:
            return values, _by_channel(SQL("own.value - {}::text").format(Literal(code)))
        return values, _by_channel(_replaced(SQL("own.value"), code, old, new))


def _replaced(container: Composable, code: str, old: Shape, new: Shape) -> Composable:
    value = SQL("({} -> {})").format(container, Literal(code))
    return SQL(
        "CASE WHEN {container} ? {code} THEN ({container} - {code}::text) || coalesce("
        "(SELECT jsonb_build_object({code}::text, made) FROM (SELECT {made} AS made) AS new"
        " WHERE made IS NOT NULL), '{{}}') ELSE {container} END"
    ).format(container=container, code=Literal(code), made=converted(value, old, new))


def _by_channel(own: Composable) -> Composable:
    """The values by channel, each channel's as `own` makes them of own.value; empty ones go."""
    return SQL(
        "(SELECT coalesce(jsonb_object_agg(made.key, made.value), '{{}}') FROM ("
        "SELECT own.key, {own} AS value FROM jsonb_each(product.channel_values) AS own) AS made"
        " WHERE made.value <> '{{}}')"
    ).format(own=own)


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


@transaction.atomic
def _plan(operation: Operation, *, title: str, user: User) -> BulkChange:
    return BulkChange.objects.create(
        kind=BulkChange.Kind.MODEL_CHANGE,
        title=title[:255],
        state=BulkChange.State.READY,
        operations=[asdict(operation)],
        started_by=user,
    )
