"""What a draft would be if it were published: how complete, and which rules it would break."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection

from accounts.models import User
from catalog.products.models.product import Product
from catalog.products.queries.effective_values import effective_values
from catalog.quality.models.quality import QualityRule
from catalog.quality.queries.broken_rules import broken_by, time_limit
from catalog.quality.queries.messages import PRODUCT_FIELDS, facts_of, message_of
from catalog.quality.queries.rule_rights import rules_known_to
from catalog.quality.services.completeness import measured_sql
from catalog.revisions.queries.draft_rows import Contents, draft_rows
from catalog.revisions.queries.field_places import FieldPlaces
from catalog.schema.models.channel import Channel

# A form waits for it.
LONGEST = 5_000  # milliseconds


@dataclass(frozen=True, slots=True)
class Place:
    """Something on the form, and the way to it."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class ChannelState:
    """How complete a product is for a channel in a language."""

    channel: str
    locale: str
    percent: int
    missing: list[Place]


@dataclass(frozen=True, slots=True)
class Issue:
    """A rule that a product breaks, told for this product."""

    rule: QualityRule
    message: str
    places: list[Place]
    blocks: list[str] = field(default_factory=list)

    @property
    def is_error(self) -> bool:
        """Whether it is more than a warning."""
        return self.rule.severity == QualityRule.Severity.ERROR


@dataclass(frozen=True, slots=True)
class ProductState:
    """Completeness and issues of one product; `is_known` is false where it took too long."""

    channels: list[ChannelState]
    issues: list[Issue]
    is_known: bool = True


def state_of(product: Product, *, user: User) -> ProductState:
    """The state of `product` as it is in memory, in a number of queries that never grows.

    Without the rules that `user` may not know.
    """
    rules = {rule.pk: rule for rule in rules_known_to(user).checkable()}
    contents = {product.pk: product.serializable_data()}
    places = FieldPlaces.of_product(product.pk)
    try:
        broken = broken_rules(contents, rules).get(product.pk, [])
    except DatabaseError:
        return ProductState(_channels(contents, product.pk, places), [], is_known=False)
    facts = facts_of(
        {name: _shown(product, name) for name in PRODUCT_FIELDS}, effective_values(product)
    )
    issues = [
        Issue(
            rule,
            message_of(rule, facts),
            [Place(*place) for place in places.asked_by(rule.requirement)],
            [channel.name for channel in rule.blocks.all()],
        )
        for rule in broken
    ]
    issues.sort(key=lambda issue: (not issue.is_error, issue.rule.name))
    return ProductState(_channels(contents, product.pk, places), issues)


def _shown(product: Product, name: str) -> object:
    return product.get_status_display() if name == "status" else getattr(product, name)


def _channels(contents: Contents, key: int, places: FieldPlaces) -> list[ChannelState]:
    clause, parameters = draft_rows(contents)
    statement = f"""{clause} SELECT channel_id, locale, required, missing
        FROM ({measured_sql("p.id = %s")}) AS measured"""  # noqa: S608 - compiled by Django or from constants
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, key])
        rows = cursor.fetchall()
    channels = Channel.objects.in_bulk()
    states = [
        ChannelState(
            channels[channel].name,
            locale,
            (required - len(missing)) * 100 // required if required else 100,
            [Place(*places.missing(thing, channels[channel], locale)) for thing in missing],
        )
        for channel, locale, required, missing in rows
    ]
    return sorted(states, key=lambda state: (state.channel, state.locale))


def broken_rules(
    contents: Contents, rules: Mapping[int, QualityRule]
) -> dict[int, list[QualityRule]]:
    """Those of `rules` that drafts would break, by key of the product, in one statement.

    Raises DatabaseError where that takes too long.
    """
    judged, judged_parameters = _union(rules, contents)
    if not judged:
        return {}
    clause, parameters = draft_rows(contents)
    with time_limit(LONGEST), connection.cursor() as cursor:
        cursor.execute(f"{clause} {judged}", [*parameters, *judged_parameters])
        found: dict[int, list[QualityRule]] = {}
        for key, rule in cursor.fetchall():
            found.setdefault(key, []).append(rules[rule])
    return found


def _union(rules: Mapping[int, QualityRule], contents: Contents) -> tuple[str, list]:
    parts, parameters = [], []
    for key, rule in rules.items():
        try:
            broken, needed = broken_by(rule, pk__in=list(contents))
        except ValidationError:
            # It is stopped as soon as the follower looks at it.
            continue
        parts.append(f"SELECT broken.id, %s FROM ({broken}) AS broken")  # noqa: S608 - compiled by Django or from constants
        parameters += [key, *needed]
    return " UNION ALL ".join(parts), parameters
