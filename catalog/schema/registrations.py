"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_schema() -> None:
    """The types whose values are codes of options, and which channels know a role of assets."""
    from catalog.attribute_types.registry import register_attribute_type
    from catalog.schema.attribute_types.choice import Choice
    from catalog.schema.attribute_types.multiple_choice import MultipleChoice
    from catalog.schema.code_uses.channels import channels_with
    from catalog.schema.code_uses.registry import register_code_uses

    register_attribute_type(Choice())
    register_attribute_type(MultipleChoice())
    register_code_uses(channels_with)
