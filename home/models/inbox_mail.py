from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class InboxMail(models.Model):
    """Whether a person is told by mail of what waits for them, and up to when they were told.

    A setting of the person's own, as those of Wagtail's profile are: without rights and history.
    """

    class When(models.TextChoices):
        NEVER = "never", _("Never")
        DAILY = "daily", _("Once a day, all that waits")
        AT_ONCE = "at_once", _("Within minutes, each new thing")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inbox_mail"
    )
    when = models.CharField(
        _("mail about my inbox"), max_length=8, choices=When.choices, default=When.NEVER
    )
    told_until = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("mail about the inbox")
        verbose_name_plural = _("mails about the inbox")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user}: {self.get_when_display()}"
