"""What the accounts room does in the background."""

from django_tasks import task


@task()
def send_password_resets() -> None:
    """Send the links to new passwords that people asked for."""
    from accounts.services.password_reset import send_requested_mails  # noqa: PLC0415 - services import the tasks they start

    send_requested_mails()
