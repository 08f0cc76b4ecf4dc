"""The fields of a model, by their names."""

from django.db.models import Field, Model


def own_field(model: type[Model], name: str) -> Field:
    """The field of that name, which stands on the model itself; not a relation to it."""
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field
