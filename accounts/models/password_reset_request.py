from django.db import models


class PasswordResetRequest(models.Model):
    """Somebody is to have a link to a new password; deleted when that is done.

    Whether there is such an account is only looked up in the background. The message of the queue
    holds no mailbox, as messages are kept.
    """

    mailbox = models.EmailField()
    # Whether an account was made for somebody, who chooses the first password.
    invites = models.BooleanField(default=False)
    requested_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Password reset {self.pk}"
