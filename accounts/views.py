"""The public side of accounts."""

from django.contrib.auth.views import LoginView


class SignInView(LoginView):
    """Signs in customers' contacts and our own people alike."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True
