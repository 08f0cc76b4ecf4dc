"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_schema() -> None:
    """How the values of choices are read."""
    from catalog.attribute_types.references import register_reference_reader
    from catalog.attribute_types.types import AttributeType
    from catalog.schema.queries.option_values import read_choice, read_choices

    register_reference_reader(AttributeType.CHOICE, read_choice)
    register_reference_reader(AttributeType.MULTIPLE_CHOICE, read_choices)
