"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_schema() -> None:
    """The types whose values are codes of options."""
    from catalog.attribute_types.registry import register_attribute_type
    from catalog.schema.attribute_types.choice import Choice
    from catalog.schema.attribute_types.multiple_choice import MultipleChoice

    register_attribute_type(Choice())
    register_attribute_type(MultipleChoice())
