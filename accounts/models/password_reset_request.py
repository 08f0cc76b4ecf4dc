from django.db import models


class PasswordResetRequest(models.Model):
    """Somebody asked for a link to a new password; deleted when that is done.

    Whether there is such an account is only looked up in the background. The message of the queue
    holds no mailbox, as messages are kept.
    """

    mailbox = models.EmailField()
    requested_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Password reset {self.pk}"
