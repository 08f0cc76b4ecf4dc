"""The choice of mails about the inbox, among a person's own settings."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from home.models import InboxMail


class InboxMailForm(forms.ModelForm):
    """When a person is told by mail."""

    class Meta:
        model = InboxMail
        fields = ["when"]
        widgets = {"when": forms.RadioSelect}


class InboxMailPanel(BaseSettingsPanel):
    """Beside Wagtail's own notifications."""

    name = "inbox_mail"
    title = _("Inbox")
    tab = notifications_tab
    order = 50
    form_class = InboxMailForm

    def get_form(self) -> InboxMailForm:
        """The form of the person's choice, which is made when it is first saved."""
        choice = InboxMail.objects.filter(user=self.user).first() or InboxMail(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return self.form_class(data, instance=choice, prefix=self.name)
