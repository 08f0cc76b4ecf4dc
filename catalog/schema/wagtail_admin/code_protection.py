"""The code of what is in use stays: its field says why, and a change is refused with words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import Field, ModelForm
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import RevisionMixin

from catalog.schema.code_uses.descriptions import in_words
from catalog.schema.code_uses.fields import code_fields
from catalog.schema.code_uses.registry import Code, CodeUse, code_uses, probable_uses
from console.mixins import ViewMixin
from console.signed_in import User


class KeepsCodesInUse(ViewMixin):
    """An edit view whose form lets nobody take away the code by which others know the record."""

    def get_form(self, *args: Any, **kwargs: Any) -> ModelForm:
        """The form, with the codes in use as they are."""
        form = super().get_form(*args, **kwargs)
        for code in _codes(form):
            self._keep(form, code)
        return form

    def _keep(self, form: ModelForm, code: Code) -> None:
        field, user = form.fields[code.field], self.request.user
        if not form.is_bound:
            if uses := probable_uses(code):
                _show(field, uses, user, self.way_on())
        elif _is_changed(form, code) and (uses := code_uses(code)):
            field.validators.append(_Kept(code.text, uses, user))

    def way_on(self) -> SafeString:
        """Where one can do something about it: the page that tells what uses the record."""
        url = reverse(self.usage_url_name, args=[self.object.pk])
        return format_html('<a href="{}">{}</a>', url, _("See what uses it"))


def _codes(form: ModelForm) -> list[Code]:
    """The codes that the form could change, as they are stored."""
    record = form.instance
    names = [name for name in code_fields(type(record)) if name in form.fields]
    if not record.pk or not names:
        return []
    stored = _stored(record)
    return [Code(stored, name) for name in names] if stored else []


def _stored(record: Model) -> Model | None:
    """The record as others know it, which for a draft is the row."""
    if not isinstance(record, RevisionMixin):
        return record
    return type(record)._default_manager.filter(pk=record.pk).first()


def _is_changed(form: ModelForm, code: Code) -> bool:
    sent = form[code.field].data
    return sent is not None and sent != code.text


class _Kept:
    """Refuses another text than the one that others know."""

    def __init__(self, text: str, uses: list[CodeUse], user: User):
        self._text, self._uses, self._user = text, uses, user

    def __call__(self, value: str) -> None:
        if value != self._text:
            raise ValidationError(refusal(self._uses, self._user))


def refusal(uses: list[CodeUse], user: User | None) -> str:
    """Why a code stays, and what to do instead."""
    return _("It cannot be changed because it is used by %(uses)s. Change these first.") % {
        "uses": in_words(uses, user)
    }


def _show(field: Field, uses: list[CodeUse], user: User, way_on: SafeString) -> None:
    names = in_words(uses, user)
    # What took too long to look for may be nothing, once there is time to count it.
    if names:
        field.widget.attrs["readonly"] = True
        words = _("It cannot be changed because it is used by %(uses)s.") % {"uses": names}
        field.help_text = format_html("{} {} {}", field.help_text, words, way_on)
