"""Adds the page of clashing edits to the viewset of products."""

from typing import Any

from django.urls import URLPattern, path

from .conflict import ConflictView


class ConcurrentEditPages:
    """The form of a product may be open twice."""

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the form where clashes are decided."""
        return super().get_common_view_kwargs(
            conflict_url_name=self.get_url_name("conflict"), **kwargs
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        """The pages of the viewset and the one about clashes."""
        view = self.construct_view(ConflictView)
        return [
            *super().get_urlpatterns(),
            path("edit/<int:pk>/conflict/<uuid:key>/", view, name="conflict"),
        ]
