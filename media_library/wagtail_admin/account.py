"""A person's own settings, with a profile picture that is checked before it is taken."""

from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, BaseSettingsPanel

from .picture_forms import CheckedAvatarForm


class CheckedAvatarPanel(AvatarSettingsPanel):
    """The profile picture, with what is against the one that was given."""

    template_name = "media_library/admin/avatar_panel.html"
    form_class = CheckedAvatarForm


class CheckedAccountView(AccountView):
    """Wagtail's page of a person's settings; it names its panels in code."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Wagtail's panels, the one of the profile picture replaced by ours."""
        return [
            CheckedAvatarPanel(panel.request, panel.user, panel.profile)
            if type(panel) is AvatarSettingsPanel
            else panel
            for panel in super().get_panels()
        ]
