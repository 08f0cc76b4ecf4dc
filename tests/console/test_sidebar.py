"""The sidebar is packed with less work, and as Wagtail packs it."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.ui.sidebar import BaseSidebarAdapter

from tests.factories.accounts import UserFactory

PROPS = re.compile(r'<script id="wagtail-sidebar-props".*?</script>', re.DOTALL)


@pytest.mark.django_db
def test_the_sidebar_is_the_one_of_wagtail_and_its_script_is_there_once(
    client: Client, monkeypatch
):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    page = client.get(reverse("wagtailadmin_home")).text
    monkeypatch.delattr(BaseSidebarAdapter, "get_media")
    of_wagtail = client.get(reverse("wagtailadmin_home")).text
    [props] = PROPS.findall(page)
    assert PROPS.findall(of_wagtail) == [props]
    assert len(props) > 1000
    assert page.count("wagtailadmin/js/sidebar.js") == 1
