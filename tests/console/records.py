"""Records of any model, made by its factory or from what its fields ask for."""

import importlib
import itertools
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from factory.django import DjangoModelFactory
from treebeard.mp_tree import MP_Node
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, Page, Site

import tests.factories
from accounts.models import Customer
from catalog.models import Price, Product
from media_library.models import Asset, DocumentFile, ImageFile, MediaFile
from tests.factories.accounts import CustomerFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory
from tests.factories.media_library import DocumentFileFactory, ImageFileFactory, png_bytes

_numbers = itertools.count(1)


def make(model: type[models.Model], /, **given: Any) -> models.Model:
    """A record of `model` with these values, and whatever else it needs."""
    many = {field.name for field in model._meta.many_to_many}
    record = _made(model, {name: given[name] for name in given if name not in many})
    for name in given.keys() & many:
        getattr(record, name).add(given[name])
    if given.keys() & many:
        record.save()
    return record


def _made(model: type[models.Model], values: dict[str, Any]) -> models.Model:
    if maker := _SPECIAL.get(model) or _factories().get(model):
        return maker(**values)
    needed = {
        field.attname if field.is_relation else field.name: _needed(field)
        for field in model._meta.concrete_fields
        if field.name not in values and _is_needed(field)
    }
    if issubclass(model, MP_Node):
        root = model.get_first_root_node()
        made = model(**values, **needed)
        return root.add_child(instance=made) if root else model.add_root(instance=made)
    return model.objects.create(**values, **needed)


def _is_needed(field: models.Field) -> bool:
    if field.auto_created or field.has_default() or field.null or field.generated:
        return False
    if isinstance(field, models.DateField) and (field.auto_now or field.auto_now_add):
        return False
    return not field.blank or field.unique


def _needed(field: models.Field) -> Any:
    number = next(_numbers)
    if field.is_relation:
        return make(field.related_model).pk
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.FileField):
        is_picture = issubclass(field.model, AbstractImage)
        content = png_bytes() if is_picture else b"content"
        return ContentFile(content, name=f"file-{number}.{'png' if is_picture else 'txt'}")
    if isinstance(field, models.IntegerField | models.DecimalField):
        return 2000 + number % 50
    if isinstance(field, models.DateField):
        now = timezone.now()
        return now if isinstance(field, models.DateTimeField) else now.date()
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.CharField | models.TextField):
        return f"x{number}"[: field.max_length]
    raise NotImplementedError(f"Say in tests/console/records.py how to fill {field}.")


@cache
def _factories() -> dict[type[models.Model], Callable[..., models.Model]]:
    for module in pkgutil.iter_modules(tests.factories.__path__):
        importlib.import_module(f"tests.factories.{module.name}")
    return {one._meta.model: one for one in DjangoModelFactory.__subclasses__()}


def _product(**given: Any) -> Product:
    return ProductFactory(live="merged_into" not in given, **given)


def _price(**given: Any) -> Price:
    if not given.keys() & {"price_list", "customer"}:
        given["price_list"] = PriceListFactory()
    return PriceFactory(**given)


def _asset(**given: Any) -> Asset:
    """A file is an asset once it is saved."""
    file = next((given[kind] for kind in Asset.Kind.values if kind in given), None)
    return (file or ImageFileFactory()).asset


def _media(**given: Any) -> MediaFile:
    file = ContentFile(b"sound", name=f"sound-{next(_numbers)}.mp3")
    return MediaFile.objects.create(title="Sound", type="audio", duration=1, file=file, **given)


def _page(model: type[Page]) -> Callable[..., Page]:
    def made(**given: Any) -> Page:
        parent = Page.get_first_root_node()
        slug = f"page-{next(_numbers)}"
        return parent.add_child(instance=model(title=slug.title(), slug=slug, **given))

    return made


def _site(**given: Any) -> Site:
    given.setdefault("root_page", Page.objects.filter(depth=2).first() or make(Page))
    return Site.objects.create(hostname=f"site{next(_numbers)}.example", **given)


def _collection(**given: Any) -> Collection:
    return Collection.get_first_root_node().add_child(name=f"Folder {next(_numbers)}", **given)


_SPECIAL: dict[type[models.Model], Callable[..., models.Model]] = {
    Asset: _asset,
    Collection: _collection,
    Customer: CustomerFactory,
    DocumentFile: DocumentFileFactory,
    Group: lambda **given: Group.objects.create(name=f"Group {next(_numbers)}"),
    ImageFile: ImageFileFactory,
    MediaFile: _media,
    Page: _page(Page),
    Price: _price,
    Product: _product,
    Site: _site,
}
