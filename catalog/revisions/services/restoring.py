"""Brings back a whole version of a product, or one value of it, as a draft to look at."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import ForeignKey
from django.utils.translation import gettext as _
from wagtail.models import Revision

from accounts.models import User
from audit.services import acting_as
from audit.sources import ChangeSource
from catalog.attribute_types.addresses import CHANNEL_VALUES, ValueAddress
from catalog.attribute_types.base import Comparison
from catalog.attribute_types.markup import disallowed_message, is_disallowed
from catalog.attribute_types.registry import type_codes
from catalog.products.field_roles import FieldRole, fields_but
from catalog.products.models.product import Product
from catalog.products.parts import Content, ProductPart, product_parts
from catalog.products.queries.former_channels import channels_since
from catalog.products.write_policy import Write, refuse_write
from catalog.revisions.queries.content import latest_content
from catalog.revisions.queries.history.paths import field_of, read, written
from catalog.revisions.queries.history.versions import Version
from catalog.schema.models.attribute import Attribute

# Names of the record itself, which no version brings back.
KEPT = {"pk", *fields_but(FieldRole.CONTENT)}
# What is brought back, by the latest content, which is known only once the product is locked.
ContentOver = Callable[[dict[str, Any]], Mapping[str, Any]]


class RestoreError(Exception):
    """Why a version cannot be brought back, in words for people."""


class Restored(NamedTuple):
    """The draft that a version was made, and in words what of it could not be brought back."""

    revision: Revision
    left_out: list[str]


def restore_version(
    *, product: Product, version: Version, user: User, without: Iterable[str] = ()
) -> Restored:
    """Make a draft of `product` with the content of `version`.

    `without` names parts that stay as they are, such as prices of somebody who may not set them.
    What the version does not record stays too. Rows and values for channels that name a record
    which is no more are left out. Raises WriteRefusedError where the product is closed, and
    RestoreError where the version itself names such a record.
    """
    kept = KEPT | set(without)
    content = {name: value for name, value in version.content.items() if name not in kept}
    left_out = []
    if own := content.get(CHANNEL_VALUES):
        # A channel that was made anew has nothing to do with what another had under its code.
        same = channels_since(version.at)
        content[CHANNEL_VALUES] = {code: own[code] for code in own if code in same}
        left_out += [
            _("values for the channel “%(code)s”") % {"code": code}
            for code in own
            if own[code] and code not in same
        ]
    for name, part in product_parts().items():
        if name in content:
            rows = part.rows(content[name])
            there = _rows_there(part, rows)
            content[name] = part.held(there)
            if gone := len(rows) - len(there):
                left_out.append(_counted(part, gone))
    return Restored(_save_draft(product, lambda _latest: content, user), left_out)


def restore_value(*, product: Product, version: Version, path: str, user: User) -> Revision:
    """Make a draft of `product` in which the value at `path` is that of `version`.

    `path` is a path of `catalog.revisions.queries.history.paths`. Raises as above, and RestoreError
    where there is no such value to bring back.
    """
    name = field_of(path)
    if name in KEPT or name not in {field.name for field in Product._meta.fields}:
        raise RestoreError(_("Value not found."))
    address = ValueAddress.find(path)
    if address and address.channel:
        _check_channel(address.channel, version)
    value = read(version.content, path)
    return _save_draft(product, lambda latest: {name: written(latest, path, value).get(name)}, user)


@transaction.atomic
def _save_draft(product: Product, content_over: ContentOver, user: User) -> Revision:
    product = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    refuse_write(product, Write.DRAFT, user)
    latest = latest_content(product)
    content = content_over(latest)
    _check_references(content)
    _check_markup(content)
    restored = product.with_content_json({**latest, **content})
    with acting_as(user_id=user.pk, source=ChangeSource.RESTORE.of()):
        return restored.save_revision(user=user, clean=False, log_action="wagtail.revert")


def _check_channel(code: str, version: Version) -> None:
    if code not in channels_since(version.at):
        raise RestoreError(_("The channel of that value no longer exists."))


def _check_references(content: Mapping[str, Any]) -> None:
    """Refuse records that were deleted since; Wagtail would fail on them without words."""
    for field in Product._meta.fields:
        key = content.get(field.name)
        if not isinstance(field, ForeignKey) or key is None:
            continue
        if not field.remote_field.model._default_manager.filter(pk=key).exists():
            raise RestoreError(
                _("The %(field)s of that version no longer exists.") % {"field": field.verbose_name}
            )


def _rows_there(part: ProductPart, rows: Sequence[Content]) -> list[Content]:
    """The rows without those that name records which were deleted since."""
    there = list(rows)
    for field in part.model._meta.fields:
        if not isinstance(field, ForeignKey) or field.name == "product":
            continue
        named = {row[field.name] for row in there if row.get(field.name) is not None}
        known = set(
            field.related_model._default_manager.filter(pk__in=named).values_list("pk", flat=True)
        )
        there = [row for row in there if row.get(field.name) in {None, *known}]
    return there


def _counted(part: ProductPart, count: int) -> str:
    names = part.model._meta
    return f"{count} {names.verbose_name if count == 1 else names.verbose_name_plural}"


def _check_markup(content: Mapping[str, Any]) -> None:
    """Refuse rich text of before its markup was checked, which no form would store any more."""
    documents = [content.get("values") or {}, *(content.get("channel_values") or {}).values()]
    for attribute in Attribute.objects.filter(type__in=type_codes(comparison=Comparison.MARKUP)):
        stored = (document.get(attribute.code) for document in documents)
        texts = [
            text for one in stored for text in (one.values() if isinstance(one, dict) else [one])
        ]
        if any(isinstance(text, str) and is_disallowed(text) for text in texts):
            raise RestoreError(
                _("In that version, %(reason)s Restore its other values one by one.")
                % {"reason": disallowed_message(attribute.label)}
            )
