"""Applies a file of the schema."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import acting_as
from audit.sources import ChangeSource
from catalog.products.models.product import Product
from catalog.schema.models.attribute import (
    Attribute,
    AttributeColumn,
    AttributeGroup,
    AttributeOption,
)
from catalog.schema.models.category import Category
from catalog.schema.models.channel import Channel
from catalog.schema.models.family import FamilyAttribute
from catalog.schema.models.units import UnitFamily
from catalog.schema.queries.units import NAMING, forget_units, spelling_clashes
from catalog.schema.services.categories import CategoryMoveRefusedError, save_category
from catalog.schema.services.families import FamilyRow, save_family_attributes
from catalog.schema_changes.schema_file.comparison import Difference, compare_schema
from catalog.schema_changes.schema_file.errors import SchemaFileError
from catalog.schema_changes.schema_file.reading import SchemaDocument
from catalog.schema_changes.schema_file.sections import SECTIONS, Entry, Section
from catalog.schema_changes.services.operations import Operation
from catalog.segments.models import Segment
from console.deletion import explain
from console.postgresql.database_reasons import database_reason
from console.references import uses_of

# What cannot change under stored values without a look at what happens to them.
DECISIVE = ("type", "is_localizable", "is_per_channel")


def apply_schema_file(
    *, document: SchemaDocument, user: User | None, delete_missing: bool = False
) -> list[Difference]:
    """Make the schema what the file says, all or nothing; returns what differed before.

    Entries that the file does not have stay, or are deleted with `delete_missing`, if nothing uses
    them. Raises SchemaFileError that names line and place.
    """
    try:
        with transaction.atomic():
            return _apply(document, user, delete_missing)
    finally:
        # What was read of the units meanwhile may have been taken back.
        forget_units()


def _apply(document: SchemaDocument, user: User | None, delete_missing: bool) -> list[Difference]:
    differences = compare_schema(document)
    with acting_as(user_id=user and user.pk, source=ChangeSource.MODEL_FILE.of()):
        for section in SECTIONS:
            touched = {d.code for d in differences if d.section == section.name}
            for entry in document.sections.get(section.name, []):
                if entry["code"] in touched:
                    _guarded(document, section, entry, delete_missing)
        if delete_missing:
            for section in reversed(SECTIONS):
                _delete_missing(section, differences)
    return differences


@transaction.atomic
def try_schema_file(*, document: SchemaDocument, delete_missing: bool = False) -> list[Difference]:
    """What `apply_schema_file` would do; raises what it would raise, and changes nothing."""
    differences = apply_schema_file(document=document, user=None, delete_missing=delete_missing)
    transaction.set_rollback(True)
    return differences


def _guarded(document: SchemaDocument, section: Section, entry: Entry, delete: bool) -> None:
    """Write one entry; whatever refuses it is told with its place."""
    try:
        with transaction.atomic():
            _WRITERS[section.name](entry, delete)
    except (ValidationError, CategoryMoveRefusedError) as error:
        raise _problem(document, section, entry, _reasons(error)) from error
    except IntegrityError as error:
        raise _problem(document, section, entry, database_reason(error)) from error
    except models.ObjectDoesNotExist as error:
        raise _problem(document, section, entry, str(error)) from error


def _reasons(error: Exception) -> str:
    if isinstance(error, CategoryMoveRefusedError):
        return _("A category cannot be its own subcategory.")
    if hasattr(error, "message_dict"):
        return " ".join(
            f"{name}: {' '.join(map(str, messages))}"
            for name, messages in error.message_dict.items()
        )
    return " ".join(map(str, error.messages))


def _problem(
    document: SchemaDocument, section: Section, entry: Entry, reason: str
) -> SchemaFileError:
    place = document.place(section.name, entry["code"])
    return SchemaFileError([f"{place}: {reason}"])


def _found(model: type[models.Model], code: str | None) -> Any:
    if not code:
        return None
    try:
        return model.objects.get(code=code)
    except model.DoesNotExist as error:
        message = _("There is no %(kind)s “%(code)s”.")
        raise ValidationError(message % {"kind": model._meta.verbose_name, "code": code}) from error


def _filled(section_name: str, entry: Entry) -> Any:
    """The record of an entry, new or as it is, with the values of the entry."""
    section = next(one for one in SECTIONS if one.name == section_name)
    instance = section.model.objects.filter(code=entry["code"]).first() or section.model(
        code=entry["code"]
    )
    for key in section.keys:
        if key.kind not in ("code", "children"):
            setattr(instance, key.name, entry[key.name])
    return instance


def _write_plain(section_name: str):
    def write(entry: Entry, delete: bool) -> None:
        instance = _filled(section_name, entry)
        if isinstance(instance, Segment) and not instance.is_shared:
            raise ValidationError(
                _("“%(code)s” is the code of someone's private view. Use another code in the file.")
                % {"code": instance.code}
            )
        if isinstance(instance, Channel):
            instance.category_root = _found(Category, entry["category_root"])
        instance.full_clean()
        instance.save()

    return write


def _write_unit(entry: Entry, delete: bool) -> None:
    unit = _filled("units", entry)
    unit.family = _found(UnitFamily, entry["family"])
    unit.full_clean()
    columns = {name: getattr(unit, name) for name in NAMING}
    if clashes := spelling_clashes(unit, unit.family, columns):
        raise ValidationError(clashes)
    unit.save()
    # Attributes of the same file may be measured in it.
    forget_units()


def _write_attribute(entry: Entry, delete: bool) -> None:
    stored = Attribute.objects.filter(code=entry["code"]).first()
    if stored and any(getattr(stored, name) != entry[name] for name in DECISIVE):
        _refuse_blind_retyping(stored)
    attribute = _filled("attributes", entry)
    attribute.group = _found(AttributeGroup, entry["group"])
    attribute.full_clean()
    attribute.save()
    _write_children(attribute, AttributeOption, entry["options"], delete)
    _write_children(attribute, AttributeColumn, entry["columns"], delete)


def _refuse_blind_retyping(attribute: Attribute) -> None:
    if Operation("delete", [attribute.code]).products().exists():
        raise ValidationError(
            _(
                "Products have values for this attribute. Change its type on the attribute's "
                "page, which shows the effect on these values, then apply this file."
            )
        )


def _write_children(
    attribute: Attribute, model: type[models.Model], entries: Sequence[Entry], delete: bool
) -> None:
    """Options or columns in the order of the file; what the file lacks comes after them."""
    present = {child.code: child for child in model.objects.filter(attribute=attribute)}
    created, changed = [], []
    for order, entry in enumerate(entries):
        child = present.pop(entry["code"], None) or model(attribute=attribute)
        for name, value in {**entry, "sort_order": order}.items():
            setattr(child, name, value)
        child.clean_fields(exclude=["attribute"])
        (changed if child.pk else created).append(child)
    model.objects.bulk_create(created, batch_size=1000)
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model.objects.bulk_update(changed, names, batch_size=1000)
    if delete:
        for child in present.values():
            _refuse_used_child(child)
            child.delete()


def _refuse_used_child(child: models.Model) -> None:
    if (uses := uses_of(child, user=None)).refuses:
        raise ValidationError(explain(f"“{child.code}”", uses))


def _write_category(entry: Entry, delete: bool) -> None:
    category = _filled("categories", entry)
    category.full_clean(exclude=["path", "depth", "numchild"])
    save_category(category=category, parent=_found(Category, entry["parent"]))


def _write_family(entry: Entry, delete: bool) -> None:
    family = _filled("families", entry)
    family.full_clean()
    family.save()
    channels = dict(Channel.objects.values_list("code", "pk"))
    rows = [_family_row(member, channels) for member in entry["attributes"]]
    wanted = {row.attribute.pk for row in rows}
    others = FamilyAttribute.objects.filter(family=family).exclude(attribute__in=wanted)
    for link in others.select_related("attribute").prefetch_related("required_for"):
        if not delete:
            required = frozenset(channel.pk for channel in link.required_for.all())
            rows.append(FamilyRow(link.attribute, required, link.is_variant_axis))
        elif Operation("remove", [link.attribute.code], family=family.pk).products().exists():
            raise ValidationError(
                _("Products have values for “%(code)s”. Remove it on the family's page.")
                % {"code": link.attribute.code}
            )
    save_family_attributes(family=family, rows=rows)


def _family_row(member: Entry, channels: dict[str, int]) -> FamilyRow:
    unknown = [code for code in member["required_for"] if code not in channels]
    if unknown:
        raise ValidationError(_("There is no channel “%(code)s”.") % {"code": ", ".join(unknown)})
    return FamilyRow(
        _found(Attribute, member["code"]),
        frozenset(channels[code] for code in member["required_for"]),
        member["is_variant_axis"],
    )


def _delete_missing(section: Section, differences: Sequence[Difference]) -> None:
    missing = [
        one.code
        for one in differences
        if one.section == section.name and not one.path and one.action == "missing"
    ]
    # Children of the category tree before their parents.
    order = "-path" if section.model is Category else "code"
    for instance in section.model.objects.filter(code__in=missing).order_by(order):
        if reason := _why_kept(instance):
            raise SchemaFileError([reason])
        try:
            with transaction.atomic():
                instance.delete()
        except (ProtectedError, RestrictedError) as error:
            raise SchemaFileError([_used(instance)]) from error


def _used(instance: models.Model) -> str:
    return _("%(name)s is used and cannot be deleted. Keep it in the file.") % {
        "name": _in_words(instance)
    }


def _in_words(instance: models.Model) -> str:
    return f"{instance._meta.verbose_name.capitalize()} “{instance.code}”"


def _why_kept(instance: models.Model) -> str:
    """What forbids to delete it, or would lose it without being asked."""
    if (uses := uses_of(instance, user=None)).refuses:
        return explain(_in_words(instance), uses)
    if isinstance(instance, Category):
        more = Product.additional_categories.through.objects.filter(category=instance.pk)
        if instance.get_children().exists() or more.exists():
            return _used(instance)
    return ""


_WRITERS = {
    "asset_roles": _write_plain("asset_roles"),
    "package_levels": _write_plain("package_levels"),
    "relation_kinds": _write_plain("relation_kinds"),
    "unit_families": _write_plain("unit_families"),
    "units": _write_unit,
    "attribute_groups": _write_plain("attribute_groups"),
    "attributes": _write_attribute,
    "categories": _write_category,
    "channels": _write_plain("channels"),
    "families": _write_family,
    "segments": _write_plain("segments"),
}
