"""Every address that the resolver knows, its parameters filled in."""

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.resolvers import RoutePattern
from django.utils.regex_helper import normalize
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.images.utils import generate_signature
from wagtail.models import Page, Revision, Site, WorkflowState
from wagtail.workflows import get_task_types

from accounts.models import User
from catalog.models import OpenedForm

from .world import World

# A chain of resolvers down to a pattern, and what fills it in.
Chain = tuple[URLResolver | URLPattern, ...]
Values = dict[str, Any]


class UnknownParameterError(LookupError):
    """An address that the walker cannot fill in."""


@dataclass(frozen=True)
class Address:
    """One address as a browser asks for it, and what the table of access calls it.

    It is of a common record unless `is_special`: those differ in who may see them.
    """

    path: str
    name: str
    is_special: bool = False

    def __str__(self) -> str:
        return f"{self.path} ({self.name})"


def name_of(path: str) -> str:
    """What `accounts.access` calls an address: its name or route, and the model it is for."""
    match = resolve(path.partition("?")[0])
    said = match.kwargs
    name = match.view_name if match.url_name else match.route.lstrip("^")
    if "model_name" not in said or not name.startswith(("wagtail_bulk", "wagtailsettings")):
        return name
    app = said.get("app_label") or said.get("app_name")
    return " ".join([name, f"{app}.{said['model_name']}", *filter(None, [said.get("action")])])


# Parameters that mean the same record wherever they stand.
RECORDS = {
    "page_id": "wagtailcore.Page",
    "parent_page_id": "wagtailcore.Page",
    "page_to_move_id": "wagtailcore.Page",
    "page_pk": "wagtailcore.Page",
    "workflow_pk": "wagtailcore.Workflow",
    "collection_id": "wagtailcore.Collection",
    "redirect_id": "wagtailredirects.Redirect",
    "document_id": "media_library.DocumentFile",
    "doc_id": "media_library.DocumentFile",
    "image_id": "media_library.ImageFile",
    "media_id": "media_library.MediaFile",
    "product_id": "catalog.Product",
    "restriction_id": "wagtailcore.CollectionViewRestriction",
    "page_view_restriction_id": "wagtailcore.PageViewRestriction",
    "session_id": "wagtailadmin.EditingSession",
    "uploaded_file_id": "wagtailcore.UploadedFile",
}
# Those whose value is a word.
WORDS = {
    "action_name": "approve",
    "revision_id_a": "earliest",
    "revision_id_b": "latest",
    "media_type": "video",
    "filter_spec": "original",
    "size": "card",
    "uidb64": "MQ",
    "token": "set-password",
    "content_type_app_name": "home",
    "content_type_model_name": "homepage",
}


# Views whose `pk` is no record of a model that they name themselves, by namespace or name.
MODELS = {
    "catalog_attribute": "catalog.Attribute",
    "catalog_clashes": "catalog.OfferedValue",
    "catalog_duplicates": "catalog.DuplicateCandidate",
    "catalog_modelchange": "catalog.BulkChange",
    "catalog_product": "catalog.Product",
    "catalog_reviews": "wagtailcore.TaskState",
    "catalog_segment": "catalog.Segment",
    "customer:sign_in_add": "accounts.Customer",
    "customer:sign_in_again": "accounts.Customer",
    "jobs": "jobs.Job",
    "wagtailadmin_api:documents": "media_library.DocumentFile",
    "wagtailadmin_api:images": "media_library.ImageFile",
    "wagtailadmin_api:pages": "wagtailcore.Page",
    "wagtailadmin_pages": "wagtailcore.Page",
    "wagtailadmin_workflows:enable": "wagtailcore.Workflow",
    "wagtailadmin_workflows": "wagtailcore.Task",
    "wagtaildocs_chooser": "media_library.DocumentFile",
    "reports_search-log_modeladmin_edit": "search.SearchLogEntry",
    "reports_search-log_modeladmin_delete": "search.SearchLogEntry",
}


def addresses(world: World) -> list[Address]:
    """Every address of the resolver; raises UnknownParameterError for what cannot be filled in.

    One that shows a record is there for each of `world.of` its model, one that stands for several
    things (bulk actions, settings) once for each of them.
    """
    found, unknown = [], []
    for chain, name in _walk(get_resolver()):
        try:
            found += _filled(chain, name, world)
        except UnknownParameterError as error:
            unknown.append(f"{_text(chain)} ({name}): {error}")
    if unknown:
        raise UnknownParameterError(
            "Tell tests/system/walker/addresses.py how to fill in: " + "; ".join(unknown)
        )
    return found


def registered_paths(arguments: Mapping[str, Any]) -> Iterator[str]:
    """The path of each named address, for walks that need no world.

    What stands in it is taken from `arguments` by its name, or made up. Addresses given as regular
    expressions (pages among them) are left out.
    """
    for (*_resolvers, pattern), name in _walk(get_resolver()):
        converters = pattern.pattern.converters
        if not pattern.name or pattern.pattern.regex.groups > len(converters):
            continue
        values = {
            key: arguments.get(key, _made_up(converter.regex))
            for key, converter in converters.items()
        }
        yield reverse(name, kwargs={**pattern.default_args, **values})


def _made_up(regex: str) -> str:
    return next(text for text in ("1", "x", str(uuid.UUID(int=1))) if re.fullmatch(regex, text))


def _walk(
    resolver: URLResolver, chain: Chain = (), spaces: tuple[str, ...] = ()
) -> Iterator[tuple[Chain, str]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern, (*chain, pattern), inner)
        else:
            yield (*chain, pattern), ":".join((*spaces, pattern.name or ""))


def _text(chain: Chain) -> str:
    return "/" + "".join(str(part.pattern) for part in chain)


def _filled(chain: Chain, name: str, world: World) -> Iterator[Address]:
    template, parameters = _template(chain)
    if (name or _text(chain)) in SPECIAL:
        every = SPECIAL[name or _text(chain)](world)
    else:
        every = _values(name, parameters, chain[-1], world)
    for number, values in enumerate(every):
        path = template % values
        if resolve(path).func != chain[-1].callback:
            raise UnknownParameterError(f"{path} leads to another view")
        is_special = number > 0 and name not in SEVERAL_KINDS
        yield Address(path + values.get("?", ""), name_of(path), is_special)


def _template(chain: Chain) -> tuple[str, list[str]]:
    """The address with %(name)s in place of each parameter, and the names of these."""
    template, parameters = "/", []
    for part in chain:
        if isinstance(part.pattern, RoutePattern):
            text, names = _route(str(part.pattern))
        else:
            text, names = normalize(part.pattern.regex.pattern)[0]
        template += text
        parameters += names
    return template, parameters


def _route(route: str) -> tuple[str, list[str]]:
    parameter = re.compile(r"<(?:\w+:)?(\w+)>")
    return parameter.sub(r"%(\1)s", route), parameter.findall(route)


def _values(name: str, parameters: list[str], pattern: URLPattern, world: World) -> list[Values]:
    """One set of values for each record that the first parameter can stand for."""
    if not parameters:
        return [{}]
    first, *others = parameters
    if first in WORDS:
        return [{parameter: _other(parameter, None, world) for parameter in parameters}]
    return [
        {first: record.pk, **{other: _other(other, record, world) for other in others}}
        for record in world.of(_model(first, name, pattern))
    ]


def _model(parameter: str, name: str, pattern: URLPattern) -> str:
    if parameter in RECORDS:
        return RECORDS[parameter]
    for known in (name, name.rpartition(":")[0]):
        if known in MODELS:
            return MODELS[known]
    view = getattr(pattern.callback, "view_class", None)
    options = getattr(pattern.callback, "view_initkwargs", {})
    model = options.get("model") or getattr(view, "model", None)
    if not isinstance(model, type):
        raise UnknownParameterError(f"of which model is the record {parameter}?")
    return model._meta.label


def _other(parameter: str, record: Any, world: World) -> Any:
    """A further parameter, which mostly is something of `record`."""
    if parameter in WORDS:
        return WORDS[parameter]
    if parameter in OF_RECORD:
        return OF_RECORD[parameter](record, world)
    if parameter in RECORDS:
        return world.record(RECORDS[parameter]).pk
    raise UnknownParameterError(f"what is {parameter}?")


def _revision(record: Any, world: World) -> int:
    revision = Revision.objects.filter(object_id=str(record.pk)).for_instance(record).last()
    return revision.pk if revision else world.record(Revision).pk


def _state_of(record: Any, world: World) -> WorkflowState:
    states = WorkflowState.objects.filter(object_id=str(record.pk))
    return states.for_instance(record).last() or world.record(WorkflowState)


OF_RECORD: dict[str, Callable[[Any, World], Any]] = {
    "revision_id": _revision,
    "workflow_state_id": lambda record, world: _state_of(record, world).pk,
    "task_state_id": lambda record, world: _state_of(record, world).current_task_state_id,
    "task_id": lambda record, world: _state_of(record, world).current_task_state.task_id,
    "slug": lambda record, world: record.slug,
    "column": lambda record, world: "name",
    "user": lambda record, world: User.objects.filter(customer=record).earliest("pk").pk,
}


def _bulk_actions(world: World) -> list[Values]:
    bulk_action_registry.get_bulk_actions_for_model("", "")  # finds what is registered
    return [
        {"app_label": app, "model_name": model, "action": action, "?": "?id=all"}
        for app, of_models in bulk_action_registry.actions.items()
        for model, actions in of_models.items()
        for action in actions
    ]


def _settings(world: World) -> list[Values]:
    return [
        {
            "app_name": model._meta.app_label,
            "model_name": model._meta.model_name,
            "pk": world.record(Site if issubclass(model, BaseSiteSetting) else model).pk,
        }
        for model in settings_registry
    ]


def _tasks(world: World) -> list[Values]:
    return [
        {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
        for model in get_task_types()
    ]


def _merge(world: World) -> list[Values]:
    pair = world.record("catalog.DuplicateCandidate")
    return [{"kept": pair.first_id, "dropped": pair.second_id}]


def _conflict(world: World) -> list[Values]:
    form = world.record(OpenedForm)
    return [{"pk": form.product_id, "key": form.pk}]


def _ping(world: World) -> list[Values]:
    session = world.record("wagtailadmin.EditingSession")
    kind = {"app_label": "home", "model_name": "homepage", "object_id": session.object_id}
    return [{**kind, "session_id": session.pk}]


def _move(world: World) -> list[Values]:
    root = Page.get_first_root_node()
    return [
        {"page_to_move_id": page.pk, "destination_id": root.pk}
        for page in world.of("wagtailcore.Page")
    ]


def _documents(world: World) -> list[Values]:
    document = world.record("media_library.DocumentFile")
    return [{"_0": document.pk, "_1": document.filename}]


def _media(world: World) -> list[Values]:
    picture, document = (
        world.record("media_library.ImageFile"),
        world.record("media_library.DocumentFile"),
    )
    return [{"path": picture.file.name}, {"path": document.file.name}]


def _pictures(world: World) -> list[Values]:
    key, spec = world.record("media_library.ImageFile").pk, "max-20x20"
    signature = generate_signature(key, spec)
    return [{"signature": signature, "image_id": key, "filter_spec": spec}]


def _pages(world: World) -> list[Values]:
    return [{"_0": ""}, {"_0": "plans/"}, {"_0": "nothing/here/"}]


# Those that stand for several kinds of records, not for records that differ.
SEVERAL_KINDS = {
    "wagtail_bulk_action",
    "wagtailadmin_workflows:add_task",
    "wagtailsettings:edit",
    "wagtailsettings:preview_on_edit",
}
SPECIAL: dict[str, Callable[[World], list[Values]]] = {
    "/admin/^.*/$": lambda world: [{}],
    "/media/<path:path>": _media,
    "catalog:category": lambda world: [{"slug": world.record("catalog.Category").slug}],
    # No product has values of a channel that is no more.
    "catalog_channel:former": lambda world: [{"code": "former"}],
    "catalog_duplicates:merge": _merge,
    "catalog_product:conflict": _conflict,
    "media_library:picture": _pictures,
    "wagtail_bulk_action": _bulk_actions,
    "wagtail_serve": _pages,
    "wagtailadmin_editing_sessions:ping": _ping,
    "wagtailadmin_pages:choose_parent": lambda world: [
        {"app_label": "home", "model_name": "homepage"}
    ],
    "wagtailadmin_pages:move_confirm": _move,
    "wagtailadmin_tag_model_autocomplete": lambda world: [
        {"app_name": "taggit", "model_name": "tag"}
    ],
    "wagtailadmin_workflows:add_task": _tasks,
    "wagtaildocs_serve": _documents,
    "wagtailsettings:edit": _settings,
    "wagtailsettings:preview_on_edit": _settings,
}
