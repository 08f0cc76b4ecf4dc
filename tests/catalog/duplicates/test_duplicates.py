"""Possible duplicates are found, judged once, and merged without a loss."""

import pytest
from django.urls import reverse

from accounts.roles import EDITOR, REVIEWER, Role
from accounts.services.roles import permissions_named
from catalog.duplicates.services.finding import find_duplicates, judge_different
from catalog.duplicates.services.merging import MergeError, merge_products
from catalog.models import (
    Attribute,
    DuplicateCandidate,
    Interchange,
    Product,
)
from catalog.products.write_policy import WriteRefusedError
from jobs.progress import JobProgress
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    FamilyFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    ProductRelationFactory,
)

pytestmark = pytest.mark.django_db
LIST = reverse("catalog_duplicates:list")


def found() -> set[tuple[int, int, str]]:
    find_duplicates(progress=JobProgress())
    return set(DuplicateCandidate.objects.values_list("first_id", "second_id", "reason"))


def person(role: Role):
    user = UserFactory()
    user.user_permissions.set(permissions_named(role.permissions))
    return user


@pytest.fixture
def admin():
    return UserFactory(is_superuser=True)


class TestFinding:
    def test_the_same_gtin_with_and_without_leading_zeros(self):
        one = ProductFactory(gtin="012345678905")
        two = ProductFactory(gtin="00012345678905")
        ProductFactory(gtin="")
        ProductFactory(gtin="")
        assert found() == {(one.pk, two.pk, "gtin")}

    def test_the_same_number_of_a_brand_in_another_spelling(self):
        brand = BrandFactory()
        one = ProductFactory(brand=brand, part_number="AB-123/4")
        two = ProductFactory(brand=brand, part_number="ab 1234")
        ProductFactory(part_number="AB1234")
        assert found() == {(one.pk, two.pk, "number")}

    def test_nearly_the_same_name_in_brand_and_family(self):
        same = {"brand": BrandFactory(), "family": FamilyFactory()}
        one = ProductFactory(name="Brake pad set, front axle, ceramic", **same)
        two = ProductFactory(name="Front axle brake pads set (Ceramic)", **same)
        ProductFactory(name="Oil filter", **same)
        ProductFactory(name="Brake pad set, front axle, ceramic")
        assert found() == {(one.pk, two.pk, "name")}

    def test_letters_of_other_scripts_make_other_numbers(self):
        brand = BrandFactory()
        for number in ("ВАЗ-2108", "КАМАЗ-2108", "2108", "部品-77", "零件-77"):
            ProductFactory(brand=brand, part_number=number)
        latin = ProductFactory(brand=brand, part_number="QX-1001")
        cyrillic = ProductFactory(brand=brand, part_number="Q\u0425 1001")
        assert found() == {(latin.pk, cyrillic.pk, "number")}

    def test_names_that_differ_in_a_number_are_of_different_parts(self):
        same = {"brand": BrandFactory(), "family": FamilyFactory()}
        ProductFactory(name="Wiper blade 600 mm", **same)
        ProductFactory(name="Wiper blade 650 mm", **same)
        assert found() == set()

    def test_what_a_whole_range_shares_tells_nothing(self):
        same = {"brand": BrandFactory(), "family": FamilyFactory()}
        for _number in range(12):
            ProductFactory(name="Spark plug", gtin="00000000", **same)
        assert found() == set()

    def test_what_was_judged_is_not_asked_again_and_what_is_cured_is_gone(self, admin):
        one, two = ProductFactory(gtin="12345678"), ProductFactory(gtin="12345678")
        _three, four = ProductFactory(gtin="87654321"), ProductFactory(gtin="87654321")
        found()
        judge_different(candidate=DuplicateCandidate.objects.get(first=one, second=two), user=admin)
        Product.objects.filter(pk=four.pk).update(gtin="")
        assert find_duplicates(progress=JobProgress()) == 0
        [kept] = DuplicateCandidate.objects.all()
        assert (kept.first, kept.second, kept.state) == (one, two, "different")

    def test_it_takes_a_fixed_number_of_statements(self, django_assert_max_num_queries):
        for _number in range(20):
            ProductFactory(gtin="12345678")
        with django_assert_max_num_queries(12):
            find_duplicates(progress=JobProgress())


class TestMerging:
    @pytest.fixture
    def pair(self):
        """Two published products of one part."""
        width = AttributeFactory(code="width", type=Attribute.Type.NUMBER)
        family = FamilyFactory()
        family.family_attributes.create(attribute=width, sort_order=0)
        kept = ProductFactory(live=True, family=family, name="Pad", values={"width": "1"})
        dropped = ProductFactory(
            live=True, family=family, name="Pads", values={"width": "2", "height": "3"}
        )
        return kept, dropped

    def test_chosen_values_are_taken_and_others_stay(self, pair, admin):
        kept, dropped = pair
        merge_products(kept=kept, dropped=dropped, take=["name", "values.height"], user=admin)
        kept.refresh_from_db()
        assert (kept.name, kept.values) == ("Pads", {"width": "1", "height": "3"})
        assert kept.history.first().history_change_reason == f"merge {dropped.pk}"

    def test_rows_move_where_their_place_is_free_and_stay_where_it_is_not(self, pair, admin):
        kept, dropped = pair
        one, other = PriceListFactory(), PriceListFactory()
        PriceFactory(product=kept, price_list=one, amount="1")
        taken = PriceFactory(product=dropped, price_list=one, amount="2")
        moved = PriceFactory(product=dropped, price_list=other, amount="3")
        fitment = FitmentFactory(product=dropped)
        category = CategoryFactory()
        dropped.additional_categories.add(category)
        dropped.save()
        merge_products(kept=kept, dropped=dropped, take=[], user=admin)
        assert set(kept.prices.values_list("amount", flat=True)) == {1, 3}
        assert list(dropped.prices.all()) == [taken]
        assert moved in kept.prices.all()
        assert list(kept.fitments.all()) == [fitment]
        assert list(Product.objects.get(pk=kept.pk).additional_categories.all()) == [category]

    def test_what_named_the_one_names_the_other(self, pair, admin):
        kept, dropped = pair
        AttributeFactory(code="mate", type=Attribute.Type.PRODUCT)
        friend = ProductFactory(values={"mate": dropped.sku})
        relation = ProductRelationFactory(product=friend, target=dropped)
        variant = ProductFactory(parent=dropped, family=dropped.family)
        merge_products(kept=kept, dropped=dropped, take=[], user=admin)
        for record in (friend, relation, variant):
            record.refresh_from_db()
        assert friend.values == {"mate": kept.sku}
        assert (relation.target, variant.parent) == (kept, kept)

    def test_the_old_number_finds_the_product_and_the_old_page_leads_to_it(
        self, pair, admin, client
    ):
        kept, dropped = pair
        address = dropped.get_absolute_url()
        merge_products(kept=kept, dropped=dropped, take=[], user=admin)
        [number] = Interchange.objects.filter(product=kept)
        assert (number.brand_name, number.number) == (dropped.brand.name, dropped.part_number)
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (301, kept.get_absolute_url())

    def test_a_product_merged_earlier_leads_to_the_last_one(self, pair, admin, client):
        kept, dropped = pair
        earlier = ProductFactory(live=True)
        merge_products(kept=dropped, dropped=earlier, take=[], user=admin)
        merge_products(kept=kept, dropped=Product.objects.get(pk=dropped.pk), take=[], user=admin)
        assert client.get(earlier.get_absolute_url()).url == kept.get_absolute_url()

    def test_the_merged_product_keeps_its_past_and_cannot_be_edited(self, pair, admin, client):
        kept, dropped = pair
        merge_products(kept=kept, dropped=dropped, take=[], user=admin)
        client.force_login(admin)
        assert (
            "Pads"
            in client.get(reverse("catalog_product:history", args=[dropped.pk])).content.decode()
        )
        form = client.get(reverse("catalog_product:edit", args=[dropped.pk])).content.decode()
        assert "can no longer be edited" in form
        dropped.refresh_from_db()
        assert (dropped.live, dropped.status, dropped.merged_into) == (False, "discontinued", kept)

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"locked": True}, "This product is locked"),
            ({"has_unpublished_changes": True}, "has an open draft"),
        ],
    )
    def test_what_others_work_on_is_refused_and_nothing_is_written(
        self, pair, admin, fields, message
    ):
        kept, dropped = pair
        FitmentFactory(product=dropped)
        kept.save_revision(user=admin)
        Product.objects.filter(pk=kept.pk).update(**fields)
        with pytest.raises((MergeError, WriteRefusedError), match=message):
            merge_products(kept=kept, dropped=dropped, take=["name"], user=admin)
        kept.refresh_from_db()
        assert (kept.name, kept.fitments.count()) == ("Pad", 0)

    def test_relations_that_would_run_in_a_circle_are_refused(self, pair, admin):
        kept, dropped = pair
        between = ProductFactory()
        ProductRelationFactory(product=kept, target=between, kind="supersedes")
        ProductRelationFactory(product=between, target=dropped, kind="supersedes")
        with pytest.raises(MergeError, match="circle"):
            merge_products(kept=kept, dropped=dropped, take=[], user=admin)
        dropped.refresh_from_db()
        assert dropped.live

    def test_numbers_and_book_keeping_are_never_taken(self, pair, admin):
        kept, dropped = pair
        sku = kept.sku
        merge_products(
            kept=kept, dropped=dropped, take=["sku", "pk", "locked", "nonsense", "a.b"], user=admin
        )
        kept.refresh_from_db()
        assert (kept.sku, kept.locked) == (sku, False)


class TestAdmin:
    @pytest.fixture
    def candidate(self):
        one, two = (ProductFactory(gtin="12345678", live=True) for _n in range(2))
        find_duplicates(progress=JobProgress())
        return DuplicateCandidate.objects.get(first=one, second=two)

    def test_the_report_shows_what_waits_and_remembers_what_is_different(
        self, admin_client, candidate
    ):
        assert candidate.first.sku in admin_client.get(LIST).content.decode()
        admin_client.post(reverse("catalog_duplicates:different", args=[candidate.pk]))
        candidate.refresh_from_db()
        assert candidate.state == "different"
        assert candidate.first.sku not in admin_client.get(LIST).content.decode()
        shown = admin_client.get(LIST, {"state": "different"}).content.decode()
        assert candidate.first.sku in shown

    def test_the_page_lets_choose_and_merges(self, admin_client, candidate):
        address = reverse(
            "catalog_duplicates:merge", args=[candidate.first_id, candidate.second_id]
        )
        page = admin_client.get(address).content.decode()
        assert candidate.second.name in page
        admin_client.post(address, {"take": ["name"]})
        candidate.refresh_from_db()
        assert candidate.state == "merged"
        assert Product.objects.get(pk=candidate.first_id).name == candidate.second.name

    def test_an_editor_without_the_right_to_publish_is_told(self, client, candidate):
        client.force_login(person(EDITOR))
        address = reverse(
            "catalog_duplicates:merge", args=[candidate.first_id, candidate.second_id]
        )
        assert client.get(LIST).status_code == 200
        page = client.post(address, follow=True).content.decode()
        assert "you do not have permission to publish. Ask" in page
        assert Product.objects.filter(live=True).count() == 2

    def test_a_reviewer_merges_products_without_prices(self, client, candidate):
        client.force_login(person(REVIEWER))
        client.post(
            reverse("catalog_duplicates:merge", args=[candidate.second_id, candidate.first_id])
        )
        assert Product.objects.get(live=True).pk == candidate.second_id

    @pytest.mark.parametrize("keys", [(1, 1), (999999, 999998), (10**30, 2)])
    def test_pairs_that_are_none_are_not_found(self, admin_client, keys):
        address = reverse("catalog_duplicates:merge", args=keys)
        assert admin_client.get(address).status_code == 404

    def test_strangers_see_nothing(self, client, candidate):
        client.force_login(UserFactory())
        assert client.get(LIST).status_code == 302
        client.post(reverse("catalog_duplicates:different", args=[candidate.pk]))
        candidate.refresh_from_db()
        assert candidate.state == "open"
