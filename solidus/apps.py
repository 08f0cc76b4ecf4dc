from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration with the customer field of our users."""

    user_viewset = "accounts.wagtail_admin.users.UserViewSet"
