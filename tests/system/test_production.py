"""A server starts with all that it needs, or says what to set; and every setting is documented."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.system.test_house_rules import DEPLOYMENT

ROOT = Path(__file__).resolve().parents[2]
MUST_BE_SET = (
    "SECRET_KEY",
    "DATABASE_URL",
    "ALLOWED_HOSTS",
    "BASE_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
)
# Settings of the environment that compose.yaml need not pass on, and why.
NOT_IN_COMPOSE = {
    "SOLIDUS_VAR": "the image says where its folders are",
    "MEDIA_ROOT": "a volume stands where the image expects it",
    "PRIVATE_ROOT": "a volume stands where the image expects it",
}


def start(**environment: str) -> str:
    """What a process with the production settings says as it starts; empty when it does."""
    known = {"DATABASE_URL": "postgres://solidus@localhost/solidus", **DEPLOYMENT, **environment}
    others = {name: value for name, value in os.environ.items() if name not in MUST_BE_SET}
    done = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"],
        check=False,
        cwd=ROOT,
        env={**others, **{name: value for name, value in known.items() if value}},
        capture_output=True,
        text=True,
    )
    return done.stderr.strip()


def test_a_server_starts_with_what_must_be_set():
    assert start() == ""


@pytest.mark.parametrize("name", MUST_BE_SET)
def test_a_server_without_it_refuses_to_start_and_says_what_to_set(name):
    last = start(**{name: ""}).splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: Set " + name)


def test_all_that_is_missing_is_told_at_once():
    told = start(SECRET_KEY="x" * 49, EMAIL_URL="", ALLOWED_HOSTS="127.0.0.1")
    assert re.findall(r"Set (\w+) to", told.rpartition("ImproperlyConfigured")[2]) == [
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "EMAIL_URL",
    ]


@pytest.mark.django_db
class TestANewSecretKey:
    """What was signed by the key of before holds while that is among the fallbacks."""

    @pytest.fixture
    def change_key(self, settings):
        def change(*, keep: bool) -> None:
            settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if keep else []
            settings.SECRET_KEY = "another-key-of-more-than-fifty-characters-0123456789"

        return change

    @pytest.mark.parametrize("keep", [True, False])
    def test_for_sessions(self, change_key, keep):
        client = Client()
        client.force_login(UserFactory())
        change_key(keep=keep)
        assert (client.get("/account/").status_code == 200) is keep

    @pytest.mark.parametrize("keep", [True, False])
    def test_for_links_to_a_new_password(self, change_key, keep):
        user = UserFactory()
        token = default_token_generator.make_token(user)
        change_key(keep=keep)
        # The generator reads the keys when it is made, as a process does that starts anew.
        assert type(default_token_generator)().check_token(user, token) is keep

    @pytest.mark.parametrize("keep", [True, False])
    def test_for_signed_texts(self, change_key, keep):
        signed = signing.dumps({"filter": "brand"})
        change_key(keep=keep)
        try:
            assert signing.loads(signed) == {"filter": "brand"}
        except signing.BadSignature:
            assert not keep


def read_by_settings() -> set[str]:
    """The names of the environment that the settings of a server read."""
    names = set()
    for module in ("base", "production"):
        tree = ast.parse((ROOT / f"solidus/settings/{module}.py").read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("env."):
                names.add(ast.literal_eval(node.args[0]))
    return names


def test_compose_passes_on_every_setting_and_no_other():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    for name in ("web", "worker", "migrate"):
        assert set(services[name]["environment"]) == read_by_settings() - NOT_IN_COMPOSE.keys()


def test_every_setting_is_explained_to_operators():
    page = (ROOT / "docs/operators.md").read_text()
    assert {name for name in read_by_settings() if f"`{name}`" not in page} == set()


def test_the_settings_that_must_be_set_are_marked_as_such():
    page = (ROOT / "docs/operators.md").read_text()
    assert set(re.findall(r"^\| `(\w+)` \* \|", page, re.MULTILINE)) == set(MUST_BE_SET)
