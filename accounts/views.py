"""The public side of accounts."""

from django.contrib.auth.views import LoginView

from .forms import SignInForm


class SignInView(LoginView):
    """Signs in customers' contacts and our own people alike."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
