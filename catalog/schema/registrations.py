"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_schema() -> None:
    """The types whose values are codes of options, the units, and what knows a kind by its code."""
    from catalog.attribute_types.registry import register_attribute_type
    from catalog.attribute_types.unit_families import register_units
    from catalog.schema.attribute_types.choice import Choice
    from catalog.schema.attribute_types.multiple_choice import MultipleChoice
    from catalog.schema.code_uses.channels import channels_with
    from catalog.schema.code_uses.registry import register_code_uses
    from catalog.schema.code_uses.units import attributes_measured_in
    from catalog.schema.models.units import Unit
    from catalog.schema.queries.units import stored_units
    from catalog.schema.wagtail_admin.unit_checks import check_meaning, check_spellings
    from console.wagtail_admin.form_checks import register_form_check

    register_attribute_type(Choice())
    register_attribute_type(MultipleChoice())
    register_code_uses(channels_with)
    register_code_uses(attributes_measured_in)
    register_units(stored_units)
    register_form_check(Unit, check_meaning)
    register_form_check(Unit, check_spellings)
