"""Who may write what of a product, and why not: one rule for every way of writing.

Each rule has two forms that agree: `refusals` judges one product in Python, `refusing_conditions`
many in SQL, where `product` is the row. Both say why in the same words, and who can.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, unique

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal
from wagtail.models import Revision

from accounts.models import User
from accounts.right_holders import holders_of
from catalog.products.models.product import Product
from catalog.products.parts import product_parts


@unique
class Write(Enum):
    """What is written of a product."""

    # A new version of the draft, content and parts, which waits to be published.
    DRAFT = "draft"
    # The row, with or without its parts, at once, as a cell, an import and a bulk edit do; an open
    # draft is brought along.
    ROW = "row"
    # Rows of a part alone at once, such as prices, on a page that has rights of its own.
    PART = "part"
    # Whether it is on the site.
    PUBLICATION = "publication"
    # The product with all that hangs on it.
    DELETION = "deletion"


CHANGE, PUBLISH = "catalog.change_product", "catalog.publish_product"
DELETE, UNLOCK = "catalog.delete_product", "catalog.unlock_product"
_RIGHTS = {
    Write.DRAFT: CHANGE,
    Write.ROW: CHANGE,
    Write.PUBLICATION: PUBLISH,
    Write.DELETION: DELETE,
}

# What is written beside an open draft, which is brought along.
AT_ONCE = (Write.ROW, Write.PART)
# What takes the right to publish where the product is published.
_ON_THE_SITE = (Write.ROW, Write.DELETION)

# A condition on the row `product`, and the words for it: a text, or SQL that gives one.
Refusal = tuple[Composable, str | Composable]


class WriteRefusedError(ValidationError):
    """A product may not be written by this person now; the message says why, and who can."""

    def __init__(self, product: Product, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.product = product
        self.reasons = list(reasons)


@dataclass(frozen=True, slots=True)
class Closing:
    """A state that closes products: `refuses` gives the words for one product, or an empty text.

    `conditions` gives the same in SQL, with the words. Both get what is written, and the user, who
    is None where a command writes.
    """

    refuses: Callable[[Product, Write, User | None], str]
    conditions: Callable[[Write, User | None], Iterator[Refusal]]


_closings: list[Closing] = []


def register_closing(closing: Closing) -> None:
    """Let a state that a higher subject knows close products; once, from `AppConfig.ready()`."""
    _closings.append(closing)


def refuse_write(
    product: Product, write: Write, user: User | None, *, parts: Collection[str] = ()
) -> None:
    """Raise WriteRefusedError where `user` may not write this of the product now.

    `product` is as the database has it, locked where it is to be written. `parts` are the names of
    product parts whose rows are written.
    """
    if reasons := refusals(product, write, user, parts=parts):
        raise WriteRefusedError(product, reasons)


def refusals(
    product: Product, write: Write, user: User | None, *, parts: Collection[str] = ()
) -> list[str]:
    """Why `user` may not write this of the product; empty where nothing is in the way.

    Without a user a command writes: it has every right, holds no lock and decides no review.
    """
    words = [] if user is None else _lacking_rights(write, user, parts)
    is_shown = write in _ON_THE_SITE and product.live
    if user is not None and is_shown and not user.has_perm(PUBLISH):
        words.append(_published_words())
    words += [closing.refuses(product, write, user) for closing in [*_OWN_CLOSINGS, *_closings]]
    return [one for one in words if one]


def refusing_conditions(
    write: Write, user: User | None, *, parts: Collection[str] = ()
) -> list[Refusal]:
    """The same for the row `product` of a statement, in the same order."""
    found: list[Refusal] = []
    if user is not None:
        found += [(SQL("true"), words) for words in _lacking_rights(write, user, parts)]
        if write in _ON_THE_SITE and not user.has_perm(PUBLISH):
            found.append((SQL("product.live"), _published_words()))
    return [*found, *closing_conditions(write, user)]


def closing_conditions(write: Write, user: User | None) -> list[Refusal]:
    """Those of them that lie in the state of the product, whatever rights `user` has."""
    return [
        refusal
        for closing in [*_OWN_CLOSINGS, *_closings]
        for refusal in closing.conditions(write, user)
    ]


def reasons_sql(reasons: Sequence[Refusal]) -> Composable:
    """A text array of the words whose condition holds."""
    cases = [
        SQL("CASE WHEN {} THEN {} END").format(
            condition, Literal(words) if isinstance(words, str) else words
        )
        for condition, words in reasons
    ]
    return SQL("array_remove(ARRAY[{}]::text[], NULL)").format(SQL(", ").join(cases))


def refusal_of_many(
    write: Write, user: User | None, *, touches_published: Callable[[], bool]
) -> str:
    """Why `user` may not write this of many products as a whole, such as by an import; else empty.

    These are the rights alone. States of single products hold back those, and not the others.
    `touches_published` is asked where the right to publish matters.
    """
    if user is None:
        return ""
    if lacking := _lacking_rights(write, user, ()):
        return lacking[0]
    if write in _ON_THE_SITE and not user.has_perm(PUBLISH) and touches_published():
        words = _(
            "Some of these products are published, and you do not have permission to publish. "
            "Ask %(roles)s; your changes wait here."
        )
        return words % {"roles": holders_of(PUBLISH)}
    return ""


def may_publish(user: User | None) -> bool:
    """Whether `user` may change what is published; without a user a command runs."""
    return user is None or user.has_perm(PUBLISH)


def _lacking_rights(write: Write, user: User, parts: Collection[str]) -> list[str]:
    words = []
    if write in _RIGHTS and not user.has_perm(_RIGHTS[write]):
        words.append(_NO_RIGHT[write]() % {"roles": holders_of(_RIGHTS[write])})
    registered = product_parts()
    for permission in dict.fromkeys(registered[name].permission for name in parts):
        if permission and not user.has_perm(permission):
            words.append(
                _("It contains changes that you do not have permission to make. Ask %(roles)s.")
                % {"roles": holders_of(permission)}
            )
    return words


_NO_RIGHT: dict[Write, Callable[[], str]] = {
    Write.DRAFT: lambda: _("You do not have permission to change products. Ask %(roles)s."),
    Write.ROW: lambda: _("You do not have permission to change products. Ask %(roles)s."),
    Write.PUBLICATION: lambda: _("You do not have permission to publish products. Ask %(roles)s."),
    Write.DELETION: lambda: _("You do not have permission to delete products. Ask %(roles)s."),
}


def _published_words() -> str:
    words = _("It is published, and you do not have permission to publish. Ask %(roles)s.")
    return words % {"roles": holders_of(PUBLISH)}


def _locked_by_words() -> str:
    return _("%(person)s has locked this product. Ask %(person)s to unlock it.")


def _locked_words() -> str:
    return _("This product is locked. Ask %(roles)s to unlock it.") % {"roles": holders_of(UNLOCK)}


def _refuses_locked(product: Product, write: Write, user: User | None) -> str:
    if not product.locked:
        return ""
    if product.locked_by_id is None:
        return _locked_words()
    if user is not None and product.locked_by_id == user.pk:
        return ""
    return _locked_by_words() % {"person": product.locked_by}


# As User.__str__ says it.
_PERSON = """
(SELECT coalesce(nullif(btrim(first_name || ' ' || last_name), ''), username) FROM {users}
WHERE id = product.locked_by_id)
"""


def _locked_conditions(write: Write, user: User | None) -> Iterator[Refusal]:
    person = SQL(_PERSON).format(users=Identifier(User._meta.db_table))
    words = SQL("coalesce(replace({by}, '%(person)s', {person}), {locked})").format(
        by=Literal(_locked_by_words()), person=person, locked=Literal(_locked_words())
    )
    # Nobody's lock is nobody's own, and a command has none.
    condition = SQL("(product.locked AND product.locked_by_id IS DISTINCT FROM {})").format(
        Literal(user.pk if user else -1)
    )
    yield condition, words


def _merged_words() -> str:
    return _("It was merged into %(kept)s and can no longer be edited. Edit %(kept)s instead.")


def _refuses_merged(product: Product, write: Write, user: User | None) -> str:
    return _merged_words() % {"kept": product.merged_into} if product.merged_into_id else ""


# As Product.__str__ says it.
_KEPT = """
(SELECT brand.name || ' ' || kept.part_number || ' – ' || kept.name
FROM catalog_product AS kept JOIN catalog_brand AS brand ON brand.id = kept.brand_id
WHERE kept.id = product.merged_into_id)
"""


def _merged_conditions(write: Write, user: User | None) -> Iterator[Refusal]:
    words = SQL("replace({}, '%(kept)s', {})").format(Literal(_merged_words()), SQL(_KEPT))
    yield SQL("(product.merged_into_id IS NOT NULL)"), words


# What writes the row brings the scheduled version along, and what publishes ends the schedule.
_SCHEDULED = """
EXISTS (SELECT FROM {revisions} WHERE object_id = product.id::text
    AND base_content_type_id = {kind} AND approved_go_live_at IS NOT NULL)
"""


def _scheduled_words() -> str:
    return _("A version is scheduled to be published. Cancel the schedule on its page first.")


def _refuses_scheduled(product: Product, write: Write, user: User | None) -> str:
    is_closed = write == Write.DRAFT and product.approved_schedule
    return _scheduled_words() if is_closed else ""


def _scheduled_conditions(write: Write, user: User | None) -> Iterator[Refusal]:
    if write == Write.DRAFT:
        kind = ContentType.objects.get_for_model(Product)
        table = Identifier(Revision._meta.db_table)
        condition = SQL(_SCHEDULED).format(revisions=table, kind=Literal(kind.pk))
        yield condition, _scheduled_words()


_OWN_CLOSINGS = (
    Closing(refuses=_refuses_locked, conditions=_locked_conditions),
    Closing(refuses=_refuses_merged, conditions=_merged_conditions),
    Closing(refuses=_refuses_scheduled, conditions=_scheduled_conditions),
)
