"""Tags for pages of every admin room."""

from typing import Any

from django import template
from wagtail.admin.admin_url_finder import AdminURLFinder

from console.effects import Effect
from console.references import Reference, Uses
from console.word_differences import WordDifference

register = template.Library()


@register.simple_tag(takes_context=True)
def references_of(context: template.Context, uses: Uses) -> list[dict[str, Any]]:
    """The references, each with a few examples and the forms that the person may open.

    What forbids a deletion comes first, as nothing else matters before it is gone.
    """
    finder = AdminURLFinder(context["request"].user)
    return [
        {
            "reference": reference,
            "examples": [(example, finder.get_edit_url(example)) for example in reference.examples],
        }
        for reference in sorted(uses.references, key=_place)
    ]


def _place(reference: Reference) -> tuple[bool, int]:
    return reference.effect is not Effect.FORBIDS, -reference.count


@register.simple_tag
def word_difference(before: str, after: str) -> WordDifference:
    """The comparison of two texts by their words: `{% word_difference a b as words %}`."""
    return WordDifference(before or "", after or "")
