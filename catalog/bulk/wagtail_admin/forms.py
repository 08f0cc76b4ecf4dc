"""The form of a bulk edit: a row an operation, whose inputs follow from what was chosen so far."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from catalog.bulk.services.edits.operations import PRODUCT, Action, Operation
from catalog.bulk.wagtail_admin.targets import Targets
from catalog.bulk.wagtail_admin.value_inputs import (
    ValueInput,
    attribute_input,
    field_input,
    text_input,
)
from catalog.schema.queries.value_labels import language_name

MOST_ROWS = 30
_NO_VALUE = {Action.CLEAR, Action.COPY, Action.PUBLISH, Action.UNPUBLISH, Action.DELETE}


class OperationForm(forms.Form):
    """One operation. With `is_draft`, the inputs are shown as they stand, without being judged."""

    def __init__(self, data: QueryDict, *, row: int, targets: Targets, is_draft: bool):
        super().__init__(data, prefix=f"change-{row}")
        self.row, self.targets, self.is_draft = row, targets, is_draft
        self._inputs: dict[str, ValueInput] = {}
        self._forget_other_inputs()
        self.fields["target"] = forms.ChoiceField(
            label=_("Change"), choices=targets.choices, widget=_asking_select()
        )
        if self.actions:
            self.fields["action"] = forms.ChoiceField(
                label=_("What to do"),
                choices=[(action.value, action.label) for action in self.actions],
                initial=self.action,
                widget=_asking_select(),
                help_text=self._why_so_few(),
            )
            self._add_place()
            self._add_inputs()

    @cached_property
    def target(self) -> str:
        """What is chosen to be changed, as it was sent."""
        return self.data.get(self.add_prefix("target"), "")

    @cached_property
    def actions(self) -> list[Action]:
        """What can be done with it."""
        return list(self.targets.actions(self.target))

    @cached_property
    def action(self) -> str:
        """What is chosen to be done; at first the first there is."""
        sent = self.data.get(self.add_prefix("action"), "")
        return sent if sent in self.actions else self.actions[0]

    def full_clean(self) -> None:
        """Judge nothing while the form still takes shape."""
        if self.is_draft:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def clean(self) -> dict:
        """Read the values as products store them."""
        cleaned = super().clean()
        for name, value_input in self._inputs.items():
            if name in cleaned:
                try:
                    cleaned[name] = value_input.read(cleaned[name])
                except ValidationError as error:
                    self.add_error(name, error)
        return cleaned

    def operation(self) -> Operation:
        """What a valid form says."""
        names = ("action", "target", "value", "sought", "source", "locale", "channel")
        return Operation(**{n: self.cleaned_data[n] for n in names if n in self.cleaned_data})

    def _forget_other_inputs(self) -> None:
        """Leave out what was sent by inputs of another kind than those that are shown now.

        An editor of rich text without a text sends "null", which is none of what is replaced.
        """
        if not self.actions:
            return
        name, kind = self.add_prefix("kind"), self.target
        if self.action == Action.REPLACE_TEXT:
            kind = Action.REPLACE_TEXT.value
        self.data = self.data.copy()
        if self.data.get(name, kind) != kind:
            inputs = tuple(self.add_prefix(one) for one in ("value", "sought", "source"))
            for sent in [key for key in self.data if key.startswith(inputs)]:
                del self.data[sent]
        self.data[name] = kind
        self.fields["kind"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def _why_so_few(self) -> str:
        attribute = self.targets.attribute(self.target)
        if not (attribute and attribute.is_unique):
            return ""
        return _(
            "“%(label)s” must be unique for each product, so a bulk edit can only clear it. To "
            "fill it, import a file with a value for each product."
        ) % {"label": attribute.label}

    def _add_place(self) -> None:
        attribute = self.targets.attribute(self.target)
        if attribute and attribute.is_localizable:
            choices = [(code, language_name(code)) for code in self.targets.locales]
            may_be_all = self.action == Action.CLEAR
            self.fields["locale"] = forms.ChoiceField(
                label=_("Language"),
                choices=[*([("", _("All languages"))] if may_be_all else []), *choices],
                required=not may_be_all,
            )
        if attribute and attribute.is_per_channel:
            channels = [(channel.code, channel.name) for channel in self.targets.channels]
            self.fields["channel"] = forms.ChoiceField(
                label=_("Channel"),
                choices=[("", _("All channels")), *channels],
                required=False,
            )

    def _add_inputs(self) -> None:
        if self.action == Action.REPLACE_TEXT:
            self._add_input("sought", text_input(_("Find"), required=True, help_text=_how_found()))
            self._add_input("value", text_input(_("Replace with")))
            return
        if self.action == Action.REPLACE:
            self._add_input("sought", self._input(_("Value to replace")))
        if self.action == Action.COPY:
            sources = self.targets.sources(self.targets.attribute(self.target))
            self.fields["source"] = forms.ChoiceField(label=_("Copy from"), choices=sources)
        if self.action not in _NO_VALUE:
            label = _("New value") if self.action == Action.REPLACE else _("Value")
            self._add_input("value", self._input(label))

    def _input(self, label: str) -> ValueInput:
        attribute = self.targets.attribute(self.target)
        if attribute:
            return attribute_input(attribute, self.action, label)
        return field_input(self.target, self.action, label)

    def _add_input(self, name: str, value_input: ValueInput) -> None:
        self._inputs[name] = value_input
        self.fields[name] = value_input.field


def _how_found() -> str:
    return _(
        "Case-sensitive: “brake” does not find “Brake”. In rich text, only the visible text is "
        "searched; text that is partly bold or partly a link is not found."
    )


def _asking_select() -> forms.Select:
    """A drop-down after which the form asks the server for the inputs that follow from it."""
    return forms.Select(
        {"data-controller": "bulk-edit-ask", "data-action": "change->bulk-edit-ask#ask"}
    )


class BulkEditForm:
    """The rows of a bulk edit, as they were sent."""

    def __init__(self, data: QueryDict | None = None):
        self._data = QueryDict(mutable=True) if data is None else data
        self._pressed = self._data.get("press", "")
        self.targets = Targets()
        self.rows = [
            OperationForm(self._data, row=row, targets=self.targets, is_draft=self.is_draft)
            for row in self._row_numbers()
        ]

    @classmethod
    def preset(cls, action: Action) -> "BulkEditForm":
        """The form in which one thing that is done with whole products is chosen."""
        data = QueryDict(mutable=True)
        data.update({"row": "0", "change-0-target": PRODUCT, "change-0-action": action.value})
        return cls(data)

    @property
    def is_draft(self) -> bool:
        """Whether the person is still putting the form together."""
        return self._pressed != "count"

    @cached_property
    def media(self) -> forms.Media:
        """What the inputs need."""
        return sum((row.media for row in self.rows), forms.Media())

    def is_valid(self) -> bool:
        """Whether the form is finished and every row of it is right."""
        if self.is_draft:
            return False
        # Of each row, so that all of them show what is wrong.
        judged = [row.is_valid() for row in self.rows]
        for row in self.rows if len(self.rows) > 1 else []:
            if row.target == PRODUCT:
                row.add_error("target", _("Do this in a separate bulk edit."))
                return False
        return all(judged)

    def operations(self) -> list[Operation]:
        """What a valid form says."""
        return [row.operation() for row in self.rows]

    def _row_numbers(self) -> list[int]:
        sent = [int(row) for row in self._data.getlist("row") if row.isdecimal() and len(row) < 5]
        numbers = list(dict.fromkeys(sent))[:MOST_ROWS] or [0]
        verb, _sep, row = self._pressed.partition("-")
        if verb == "remove" and len(numbers) > 1:
            return [number for number in numbers if str(number) != row]
        if verb == "add" and len(numbers) < MOST_ROWS:
            return [*numbers, max(numbers) + 1]
        return numbers
