"""jsonpath conditions on JSON columns."""

from typing import Any

from django.db.models import F, Func, JSONField, Value
from django.db.models.fields import BooleanField


class JsonPathExists(Func):
    """Whether a path of a JSON document leads anywhere, with named values in it."""

    function = "jsonb_path_exists"
    output_field = BooleanField()
    conditional = True

    def __init__(self, document: str, path: str, values: dict[str, Any]):
        named = Value(values, output_field=JSONField())
        super().__init__(F(document), _JsonPath(Value(path)), named)


class _JsonPath(Func):
    template = "(%(expressions)s)::jsonpath"
