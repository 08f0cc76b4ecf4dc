"""The search box: what each role finds it may see and open, in few queries, by any spelling."""

import pytest
from django.urls import reverse

from accounts.access import ADMINISTRATOR, STAFF
from accounts.roles import PRICE_MANAGER, ROLES
from console.finders import registry
from console.finders.finding import find_everywhere
from console.finders.records import RecordFinder
from console.finders.registry import Finder, registered_finders
from console.visibility import visible_to
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import BrandFactory, ProductFactory
from tests.soak import sample
from tests.system.conftest import built_world, world
from tests.system.walker.catalog_records import PRIVATE_SEGMENT
from tests.system.walker.secrets import secrets_kept_from
from tests.system.walker.visits import Visitor

__all__ = ["built_world", "world"]

FIND = reverse("console_finding:find")
MOST_QUERIES = 4
OTHERS = [STAFF, *(role.name for role in ROLES)]
ENTERING = [*OTHERS, ADMINISTRATOR]
# Beginnings of everything that the world holds: letters, digits, and words of labels.
TEXTS = ["br", "pa", "acme", "20", "an", "se", "pr", "st", "de", "co", "in", "im", "us"]


def _first_seen(person, model):
    return visible_to(person, model._default_manager.all()).first()


class TestContract:
    @pytest.mark.soak
    @pytest.mark.parametrize("role", sample(ENTERING, at_most=2, drawn_for="what opens"))
    def test_all_that_a_role_finds_opens_for_it(self, world, role):
        visitor = Visitor(world, role)
        person, faults, addresses = world.people[role], [], set()
        for text in [*TEXTS, *secrets_kept_from(role)]:
            for kind in find_everywhere(person, text):
                if kind.has_failed:
                    faults.append(f"{kind.finder.code} fails for {text}")
                addresses |= {(kind.finder.code, found.url) for found in kind.found}
        for code, address in sorted(addresses):
            visit = visitor.get(address)
            if visit.response.status_code == 302:  # Wagtail's settings lead to those of the site
                visit = visitor.get(visit.response.url)
            if visit.response.status_code != 200:
                faults.append(f"{code}: {address} answers {visit.response.status_code}")
        assert not faults, "\n".join(faults)
        assert addresses

    # From administrators nothing of the world is kept but the private segments of others, which
    # the next test asks for: they may see every other record.
    @pytest.mark.soak
    @pytest.mark.parametrize("role", sample(OTHERS, at_most=3, drawn_for="what is kept"))
    def test_what_is_kept_from_a_role_is_not_named_to_it(self, world, role):
        person, secrets = world.people[role], secrets_kept_from(role)
        for text in [*TEXTS, *secrets]:
            told = [
                words
                for kind in find_everywhere(person, text)
                for found in kind.found
                for words in (found.title, found.detail)
            ]
            assert not [one for one in told if any(secret in one for secret in secrets)]

    def test_a_private_segment_is_named_to_its_owner_alone(self, world):
        told = {
            role
            for role in ENTERING
            for kind in find_everywhere(world.people[role], PRIVATE_SEGMENT)
            for found in kind.found
            if PRIVATE_SEGMENT in found.title + found.detail
        }
        assert told == {PRICE_MANAGER.name}

    def test_administrators_find_something_of_every_kind(self, world):
        person = world.people[ADMINISTRATOR]
        named = [
            str(getattr(_first_seen(person, finder.model), finder.fields[0]))
            for finder in registered_finders()
            if isinstance(finder, RecordFinder)
        ]
        texts = [*TEXTS, *named]
        found = {kind.finder.code for text in texts for kind in find_everywhere(person, text)}
        assert found == {finder.code for finder in registered_finders()}

    def test_a_finder_takes_few_queries_however_much_it_finds(
        self, world, django_assert_max_num_queries
    ):
        person = world.people[ADMINISTRATOR]
        for finder in registered_finders():
            finder.find(person, "aa", 5)  # what is asked once for a process
            for text in TEXTS:
                with django_assert_max_num_queries(MOST_QUERIES):
                    finder.find(person, text, 20)


@pytest.fixture
def administrator(client):
    person = UserFactory(is_superuser=True)
    client.force_login(person)
    return person


@pytest.mark.django_db
class TestFinding:
    @pytest.mark.parametrize("text", ["BP-1204/X", "bp1204x", "BP 1204 x", "bp12", "ceramic pad"])
    def test_a_product_is_found_by_any_spelling_of_its_number(self, administrator, text):
        product = ProductFactory(
            brand=BrandFactory(name="Brembo"), part_number="BP-1204/X", name="Ceramic pad"
        )
        kinds = {kind.finder.code: kind.found for kind in find_everywhere(administrator, text)}
        assert [one.url for one in kinds["product"]] == [
            reverse("catalog_product:edit", args=[product.pk])
        ]

    def test_who_may_only_look_at_products_is_led_to_the_page_of_one(self, administrator):
        product = ProductFactory(sku="ONLY-1")
        [kind] = [
            kind for kind in find_everywhere(viewer(), "only1") if kind.finder.code == "product"
        ]
        assert kind.found[0].url == reverse("catalog_product:inspect", args=[product.pk])

    def test_what_begins_with_the_text_comes_first(self, administrator):
        for name in ("Zebra north", "North parts", "A north"):
            CustomerFactory(name=name)
        kinds = {kind.finder.code: kind.found for kind in find_everywhere(administrator, "north")}
        assert kinds["customer"][0].title.startswith("North parts")

    def test_the_menu_is_found_by_its_words(self, administrator):
        found = {
            one.title: one.detail
            for kind in find_everywhere(administrator, "work tas")
            + find_everywhere(administrator, "price li")
            for one in kind.found
            if kind.finder.code == "menu"
        }
        assert "Price lists" in found
        assert "Catalog" in found["Price lists"]

    @pytest.mark.parametrize(
        "text", ["", " ", "a", "\0", "%%", "__", "\ud800x", "()&|!:*'", "x" * 999]
    )
    def test_nonsense_finds_nothing_and_breaks_nothing(self, administrator, client, text):
        assert not any(kind.has_failed for kind in find_everywhere(administrator, text))

    def test_the_page_and_the_part_of_the_dialog_say_what_was_found(self, administrator, client):
        ProductFactory(name="<b>Ceramic</b> pad", sku="CER-1")
        for address in (FIND, reverse("console_finding:find_results")):
            page = client.get(address, {"q": "cer1"}).content.decode()
            assert "&lt;b&gt;Ceramic&lt;/b&gt; pad" in page
        assert "Nothing found for" in client.get(FIND, {"q": "zzzz"}).text

    def test_a_finder_that_fails_costs_its_own_part_alone(self, administrator, client, monkeypatch):
        class Broken(Finder):
            code, label, icon, order = "broken", "Broken things", "warning", 1

            def find(self, user, text, limit):
                raise RuntimeError

        monkeypatch.setitem(registry._finders, "broken", Broken())
        CustomerFactory(name="North parts")
        page = client.get(FIND, {"q": "north"}).text
        assert "North parts" in page
        assert "This cannot be searched just now." in page

    def test_the_box_in_the_menu_asks_it(self, administrator, client):
        page = client.get(reverse("wagtailadmin_home")).text
        assert f'"_type": "wagtail.sidebar.SearchModule", "_args": ["{FIND}"]' in page


def viewer():
    """Somebody who may look at products and change none."""
    from django.contrib.auth.models import Permission

    person = UserFactory(is_staff=True)
    person.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "view_product"])
    )
    return person
