"""What the inbox is narrowed by, and what is sent to decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from console.inbox.reading import Narrowing
from console.inbox.registry import MOST_AT_ONCE, Decision, registered_sources

LONGEST_COMMENT = 5_000


class InboxFilterForm(forms.Form):
    """By kind, by who sent it, and by whether it is overdue."""

    sender = forms.CharField(
        label=_("From"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"list": "inbox-senders", "autocomplete": "off"}),
    )
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)

    def __init__(self, data: Any):
        super().__init__(data)
        kinds = [(source.code, source.label) for source in registered_sources()]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), required=False, choices=[("", _("All")), *kinds]
        )
        self.order_fields(["kind", "sender", "overdue"])

    @property
    def narrowing(self) -> Narrowing:
        """What is asked for; all, where it cannot be read."""
        return Narrowing(**self.cleaned_data) if self.is_valid() else Narrowing()


@dataclass(frozen=True, slots=True)
class Sent:
    """A decision as it was sent: about these rows; `comment` is None before it was asked for."""

    decision: Decision
    names: Sequence[str]
    comment: str | None


def read_decision(data: QueryDict) -> Sent | None:
    """The decision about one row ("approve:review:12"), or about the ticked; None for nonsense."""
    word, _colon, name = data.get("one", "").partition(":")
    word = word or data.get("decision", "")
    names = [name] if name else list(dict.fromkeys(data.getlist("row")))[:MOST_AT_ONCE]
    if word not in set(Decision) or not names:
        return None
    comment = data.get("comment", "")[:LONGEST_COMMENT] if "comment" in data else None
    return Sent(Decision(word), names, comment)


def has_shortcuts(request: HttpRequest) -> bool:
    """Whether the person has the keys of the admin on."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    return profile is None or profile.keyboard_shortcuts
