"""Sign-ins of customers' contacts, made by our own people."""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Customer, User
from accounts.services.password_reset import request_invitation


@transaction.atomic
def create_sign_in(*, customer: Customer, email: str, first_name: str, last_name: str) -> User:
    """A user of `customer`, who is sent a link to choose a password.

    The user name is the address. Raises ValidationError where somebody has it already.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError(_("This address is already used to sign in."))
    if User.objects.filter(username__iexact=email).exists():
        raise ValidationError(_("This address is already someone else’s username."))
    user = User(
        customer=customer, username=email, email=email, first_name=first_name, last_name=last_name
    )
    # Nobody knows it. Without a password, a link to a new one would be sent to nobody.
    user.set_password(secrets.token_urlsafe(48))
    user.save()
    request_invitation(mailbox=email)
    return user
