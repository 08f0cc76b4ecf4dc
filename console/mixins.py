"""What a mixin of the admin is mixed into, told to the type checker alone.

A mixin derives from one of these, so that what it takes from its other base is known to be there.
When the site runs each of them is `object`, and changes nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.forms import ModelForm as FormMixin
    from wagtail.admin.views.generic import CreateView, WagtailAdminTemplateMixin
    from wagtail.admin.viewsets.base import ViewSet as ViewSetMixin

    from console.signed_in import SignedInRequest

    class ViewMixin(WagtailAdminTemplateMixin):
        """A view of the admin."""

        request: SignedInRequest

    class EditingViewMixin(CreateView):
        """A view that saves a record from a form."""

        request: SignedInRequest
        object: Any
        produced_error_code: str
        produced_error_message: str
else:
    EditingViewMixin = FormMixin = ViewMixin = ViewSetMixin = object

__all__ = ["EditingViewMixin", "FormMixin", "ViewMixin", "ViewSetMixin"]
