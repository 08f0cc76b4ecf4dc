"""Wagtail's user form with the customer a person belongs to."""

from django import forms
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from accounts.models import Customer


class SolidusUserCreationForm(UserCreationForm):
    customer = forms.ModelChoiceField(queryset=Customer.objects.all(), required=False)


class SolidusUserEditForm(UserEditForm):
    customer = forms.ModelChoiceField(queryset=Customer.objects.all(), required=False)


class UserViewSet(WagtailUserViewSet):
    """Users, with their customer on the form."""

    def get_form_class(self, for_update: bool = False):
        """The form for a new or an existing user."""
        return SolidusUserEditForm if for_update else SolidusUserCreationForm
