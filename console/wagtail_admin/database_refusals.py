"""What the forms of the admin do where the database refuses what they save.

The checks of a form are over before it is saved: what was chosen may be deleted, and what is to be
unique may be taken, by somebody else in between. Rows that are sent without their keys are new
ones to a form, beside those that are stored.
"""

from typing import Any

from django.db import IntegrityError, connection
from django.http import HttpResponse
from django.utils.translation import gettext as _

from console.mixins import EditingViewMixin
from console.postgresql.database_reasons import database_reason


class TellsDatabaseRefusals(EditingViewMixin):
    """A view that saves a form in whole or not at all, and then shows it again with the reason."""

    # Whether the database has refused what was sent.
    was_refused = False

    def form_valid(self, form: Any) -> HttpResponse:
        """Save it, or show what was typed with what the database has against it."""
        is_new = form.instance._state.adding
        try:
            return super().form_valid(form)
        except IntegrityError as error:
            reason = database_reason(error)
        if is_new:
            # The record has a key by now, under which there is nothing.
            self.object = None
            form = self.get_form()
        self.was_refused = True
        self.produced_error_code = "validation_error"
        self.produced_error_message = _("Nothing was saved. %(reason)s") % {"reason": reason}
        return self.form_invalid(form)

    def save_instance(self) -> Any:
        """Save it, and let the database say at once what it has against it."""
        instance = super().save_instance()
        connection.check_constraints()
        return instance
