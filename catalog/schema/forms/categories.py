"""Fields that offer the category tree with its depth."""

from django import forms

from catalog.schema.models.category import Category

INDENT = "\u2003"


class CategoryChoiceField(forms.ModelChoiceField):
    """A drop-down of the tree; deeper categories are indented."""

    def label_from_instance(self, obj: Category) -> str:
        """The name behind one space a level."""
        return _indented(obj)


class CategoriesField(forms.ModelMultipleChoiceField):
    """Check boxes of the tree; deeper categories are indented."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Category) -> str:
        """The name behind one space a level."""
        return _indented(obj)


def _indented(category: Category) -> str:
    return f"{INDENT * (category.depth - 1)}{category.name}"
