"""Fields that offer the category tree with its depth."""

from django import forms

INDENT = "\u2003"


class CategoryChoiceField(forms.ModelChoiceField):
    """A drop-down of the tree; deeper categories are indented."""

    def label_from_instance(self, category) -> str:
        """The name behind one space a level."""
        return f"{INDENT * (category.depth - 1)}{category.name}"


class CategoriesField(forms.ModelMultipleChoiceField):
    """Check boxes of the tree; deeper categories are indented."""

    widget = forms.CheckboxSelectMultiple

    label_from_instance = CategoryChoiceField.label_from_instance
