from django.db import models


class SignInAttempt(models.Model):
    """One attempt to sign in that failed or is under way; the latest ones limit the next."""

    account = models.CharField(max_length=150)
    address = models.GenericIPAddressField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="sign_in_of_account"),
            models.Index(fields=["address", "at"], name="sign_in_from_address"),
            models.Index(fields=["at"], name="sign_in_at"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.address}"
