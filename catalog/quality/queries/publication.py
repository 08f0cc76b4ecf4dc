"""Which quality rules keep products out of a channel, for form, bulk edit, import and feed.

A product goes to a channel unless it breaks a rule that is an error and blocks the channel. The
public catalog shows the channel that is this website: what does not go there is not published.
"""

from collections.abc import Sequence

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import SQL, Composable, Literal

from catalog.products.models.product import Product
from catalog.products.publication_checks import PublicationCheck
from catalog.products.queries.effective_values import effective_values
from catalog.quality.models.quality import QualityRule
from catalog.quality.queries.broken_rules import broken_by, explain, time_limit
from catalog.quality.queries.messages import PRODUCT_FIELDS, facts_of, message_of
from catalog.quality.queries.product_state import broken_rules
from catalog.quality.queries.rule_rights import closed_rules
from catalog.schema.models.channel import Channel
from catalog.schema.queries.site_channel import site_channel

LONGEST = 60_000  # milliseconds

_KEPT_OUT = """
product.id IN (
    SELECT issue.product_id FROM catalog_qualityissue issue
    JOIN catalog_qualityrule rule ON rule.id = issue.rule_id
    JOIN catalog_qualityrule_blocks blocked ON blocked.qualityrule_id = rule.id
    LEFT JOIN catalog_qualitycheck checked ON checked.rule_id = rule.id
    WHERE blocked.channel_id = {channel} AND rule.severity = {error} AND rule.is_active
        AND coalesce(checked.problem, '') = ''
)
"""


def blocking_rules(channel: Channel | None) -> dict[int, QualityRule]:
    """The rules, by key, that keep products out of `channel`."""
    if channel is None:
        return {}
    rules = QualityRule.objects.checkable().filter(
        severity=QualityRule.Severity.ERROR, blocks=channel
    )
    return {rule.pk: rule for rule in rules}


def kept_out_sql(channel: Channel) -> Composable | None:
    """Condition over `product` that its errors keep it out of `channel`; None where none can."""
    if not blocking_rules(channel):
        return None
    error = QualityRule.Severity.ERROR.value
    return SQL(_KEPT_OUT).format(channel=Literal(channel.pk), error=Literal(error))


def refusals(products: Sequence[Product]) -> dict[int, list[str]]:
    """Why products, as they are in memory, cannot be published on this site, by key.

    One statement for any number of them; those that can be published are left out.
    """
    rules = blocking_rules(site_channel())
    if not rules or not products:
        return {}
    contents = {product.pk: product.serializable_data() for product in products}
    try:
        broken = broken_rules(contents, rules)
    except DatabaseError as error:
        reason = [explain(error)]
        return {product.pk: reason for product in products}
    return {
        product.pk: _messages(product, broken[product.pk])
        for product in products
        if product.pk in broken
    }


def _messages(product: Product, rules: Sequence[QualityRule]) -> list[str]:
    shown = {name: getattr(product, name) for name in PRODUCT_FIELDS}
    facts = facts_of(shown, effective_values(product))
    closed = closed_rules(None)
    messages = [
        _closed_message() if rule.pk in closed else message_of(rule, facts) for rule in rules
    ]
    return list(dict.fromkeys(messages))


def _closed_message() -> str:
    """For a rule that asks for what needs a right: who reads this may not have it."""
    return _(
        "It breaks a rule about data that you do not have permission to see, such as prices. "
        "People with that permission see the rule in the product's “Completeness and quality” "
        "panel."
    )


def stored_refusals(product_ids: Sequence[int]) -> dict[int, list[str]]:
    """The rules that keep stored products off this site, by key and by name; for set-wise writes.

    Raises DatabaseError where checking takes too long.
    """
    found: dict[int, list[str]] = {}
    closed = closed_rules(None)
    for rule in blocking_rules(site_channel()).values():
        statement, parameters = broken_by(rule, pk__in=list(product_ids))
        with time_limit(LONGEST), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            for (key,) in cursor.fetchall():
                name = _closed_message() if rule.pk in closed else rule.name
                found.setdefault(key, []).append(name)
    return found


def kept_off_site_sql() -> Composable | None:
    """Condition over `product` that its errors keep it off this site; None where none can."""
    channel = site_channel()
    return kept_out_sql(channel) if channel else None


SITE_RULES = PublicationCheck(
    refusals=refusals,
    stored_refusals=stored_refusals,
    condition=kept_off_site_sql,
    words=gettext_lazy("It has an error that blocks publishing on this site."),
)
