"""Registers the subject with the Wagtail admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLResolver, include, path
from wagtail import hooks

from catalog.schema_changes.wagtail_admin.schema_changes import schema_change_urls
from catalog.schema_changes.wagtail_admin.schema_file import schema_file_urls


@hooks.register("register_admin_urls")
def register_schema_change_urls() -> list[URLResolver]:
    pages = (schema_change_urls(), "catalog_modelchange")
    return [path("catalog/model-change/", include(pages, namespace="catalog_modelchange"))]


@hooks.register("register_admin_urls")
def register_model_file_urls() -> list[URLResolver]:
    pages = (schema_file_urls(), "catalog_model")
    return [path("catalog/model/", include(pages, namespace="catalog_model"))]


@hooks.register("register_permissions")
def register_model_file_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="catalog", codename="exchange_model")
