"""Which fields of a model are codes."""

from django.db.models import CharField, F, Field, Model, UniqueConstraint
from django.db.models.expressions import BaseExpression, Combinable


def code_fields(model: type[Model]) -> list[str]:
    """The texts that a person may write and that tell one record of `model` from the others.

    Alone, such as a code, a name or an SKU, or inside of what they belong to, such as the code of
    an option.
    """
    unique = {name for constraint in model._meta.constraints for name in _named_by(constraint)}
    return [
        field.name
        for field in model._meta.concrete_fields
        if _is_text(field) and (field.unique or field.name in unique)
    ]


def _is_text(field: Field) -> bool:
    return isinstance(field, CharField) and field.editable and not field.primary_key


def _named_by(constraint: object) -> list[str]:
    if not isinstance(constraint, UniqueConstraint) or constraint.condition is not None:
        return []
    expressions = [_names(one) for one in constraint.expressions]
    return [*constraint.fields, *(name for names in expressions for name in names)]


def _names(expression: BaseExpression | Combinable) -> list[str]:
    if isinstance(expression, F):
        return [expression.name]  # type: ignore[attr-defined]  # the stubs lack it
    assert isinstance(expression, BaseExpression)
    return [name for one in expression.get_source_expressions() if one for name in _names(one)]
