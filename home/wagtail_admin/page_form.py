"""The form that every page type has; apart, as the models of pages name it."""

from wagtail.admin.forms import WagtailAdminPageForm

from console.past_schedules import PastScheduleForm


class PageForm(PastScheduleForm, WagtailAdminPageForm):
    """The form of a page, which does not mind a schedule that has passed."""
