import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from accounts.models import PasswordResetRequest, User
from accounts.tasks import send_password_resets

logger = logging.getLogger(__name__)

# A mail that could not be sent is tried again with the next one; later it would only surprise.
KEPT_FOR = timedelta(hours=1)


@transaction.atomic
def request_password_reset(*, mailbox: str) -> None:
    """Have a worker send a link to a new password, if an account has this mailbox.

    It is not looked up here: nothing, not even the time it takes, tells whether there is one.
    """
    PasswordResetRequest.objects.create(mailbox=mailbox)
    send_password_resets.enqueue()


@transaction.atomic
def request_invitation(*, mailbox: str) -> None:
    """Have a worker send the link to a first password to whom an account was made for."""
    PasswordResetRequest.objects.create(mailbox=mailbox, invites=True)
    send_password_resets.enqueue()


def send_requested_mails() -> int:
    """Send what was asked for and still waits; returns how many requests were done with.

    One that fails stays for the next call, and none is sent by two workers.
    """
    PasswordResetRequest.objects.filter(requested_at__lt=timezone.now() - KEPT_FOR).delete()
    done = 0
    for pk in PasswordResetRequest.objects.order_by("pk").values_list("pk", flat=True):
        try:
            done += _send(pk)
        except Exception as error:
            # Not the error's own words: a mail server's name the mailbox.
            reason = type(error).__name__
            logger.error("A link to a new password could not be sent: %s", reason)
    return done


@transaction.atomic
def _send(pk: int) -> bool:
    request = PasswordResetRequest.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if request is None:
        return False
    for user in PasswordResetForm().get_users(request.mailbox):
        _mail(user, invites=request.invites).send()
    request.delete()
    return True


def _mail(user: User, *, invites: bool) -> EmailMessage:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    path = reverse("accounts:password_reset_confirm", args=[uid, token])
    context = {
        "user": user,
        "address": f"{settings.BASE_URL.rstrip('/')}{path}",
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
    }
    template = "invitation_mail" if invites else "password_reset_mail"
    body = render_to_string(f"accounts/{template}.txt", context)
    subject = _("Your new account") if invites else _("A new password for your account")
    return EmailMessage(subject, body, to=[user.email])
