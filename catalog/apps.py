from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "Catalog"

    def ready(self) -> None:
        """Tell the lower rooms what the catalog has, a subject at a time from the lowest up."""
        register_products()
        register_segments()
        register_pricing()
        register_revisions()
        register_quality()
        register_duplicates()
        register_listing()
        register_storefront()
        register_bulk()
        register_schema_changes()


def register_products() -> None:
    """The fields of feeds and imports, and who uses records without a foreign key."""
    from catalog.exchange_fields import catalog_fields
    from catalog.selectors.code_uses.registry import register_code_uses
    from catalog.selectors.code_uses.values import values_with
    from catalog.selectors.value_uses import values_naming
    from console.references import register_use_reader
    from exchange.registry import register_field_source

    register_field_source(catalog_fields)
    register_code_uses(values_with)
    register_use_reader(values_naming)


def register_segments() -> None:
    """What can be asked in segments, who may know one, and which codes their filters use."""
    from catalog.models import Segment
    from catalog.segments.attributes import attribute_fields
    from catalog.segments.columns import column_fields
    from catalog.segments.registry import register_segment_fields
    from catalog.segments.relations import relation_fields
    from catalog.segments.rights import segments_known_to
    from catalog.selectors.code_uses.filters import filters_with
    from catalog.selectors.code_uses.registry import register_code_uses
    from console.visibility import register_visibility

    for source in (column_fields, relation_fields, attribute_fields):
        register_segment_fields(source)
    register_code_uses(filters_with)
    register_visibility(Segment, segments_known_to)


def register_pricing() -> None:
    """How prices go along with the records that they belong to."""
    from catalog.models import Price
    from catalog.services.price_removal import remove_prices
    from console.deletion import register_removal

    register_removal(Price, remove_prices)


def register_revisions() -> None:
    """Which versions of a product must stay, and what forgets the forms that nobody uses."""
    from audit.history_guards import register_history_guard
    from catalog.history_guard import origins_of_values
    from catalog.models import Product
    from jobs.registry import register_schedule

    register_history_guard(Product, origins_of_values)
    register_schedule(
        "Forget old forms", function="catalog.jobs.forget_old_forms", cron="17 3 * * *"
    )


def register_quality() -> None:
    """Followers, jobs and segment fields of completeness and quality rules."""
    from audit.followers import register_follower
    from catalog.followers import follow_completeness, follow_quality
    from catalog.jobs import check_quality_job, recalculate_completeness_job
    from catalog.models import QualityRule
    from catalog.segments.quality import quality_fields
    from catalog.segments.registry import register_segment_fields
    from catalog.segments.rights import rules_known_to
    from catalog.services.completeness_following import RECALCULATE
    from catalog.services.quality.counting import COUNT_DAY
    from catalog.services.quality.starting import CHECK_QUALITY
    from console.visibility import register_visibility
    from jobs.registry import register_job, register_schedule

    register_follower(
        "completeness",
        follow_completeness,
        entities=["catalog.product", "catalog.family", "catalog.attribute", "catalog.channel"],
    )
    register_follower(
        "quality",
        follow_quality,
        entities=[
            "catalog.product",
            "catalog.qualityrule",
            "catalog.attribute",
            "catalog.brand",
            "catalog.category",
            "catalog.segment",
        ],
    )
    register_job(CHECK_QUALITY, check_quality_job)
    register_schedule("catalog.quality.count", function=COUNT_DAY, cron="55 * * * *")
    register_job(RECALCULATE, recalculate_completeness_job)
    register_segment_fields(quality_fields)
    register_visibility(QualityRule, rules_known_to)


def register_duplicates() -> None:
    """The job that looks for duplicates."""
    from catalog.jobs import find_duplicates_job
    from catalog.services.duplicates import FIND_DUPLICATES
    from jobs.registry import register_job

    register_job(FIND_DUPLICATES, find_duplicates_job)


def register_listing() -> None:
    """The indexes for sorting, and uses by code with their links to the listing."""
    from audit.followers import register_follower
    from catalog.followers import follow_sortable
    from catalog.jobs import arrange_sort_indexes_job
    from catalog.services.sort_indexes import ARRANGE
    from catalog.wagtail_admin.codes.reading import read_code_uses
    from console.references import register_use_reader
    from jobs.registry import register_job, register_schedule

    register_follower("sorting", follow_sortable, entities=["catalog.attribute"])
    register_job(ARRANGE, arrange_sort_indexes_job)
    register_schedule(
        "Indexes for sorting",
        function="catalog.jobs.look_after_sort_indexes",
        cron="23 * * * *",
    )
    register_use_reader(read_code_uses)


def register_storefront() -> None:
    """The search indexes, and which files the catalog shows."""
    from catalog.search_indexes import register_search
    from catalog.shown_files import shows_asset
    from media_library.publication import register_publication

    register_search()
    register_publication("catalog", shows_asset)


def register_bulk() -> None:
    """The jobs of bulk edits, and the channels that prepared ones know by their code."""
    from catalog.jobs import apply_bulk_edit_job, count_bulk_edit_job, undo_bulk_edit_job
    from catalog.selectors.code_uses.changes import changes_with
    from catalog.selectors.code_uses.registry import register_code_uses
    from jobs.registry import register_job, register_schedule

    register_job("catalog.bulk_edit.count", count_bulk_edit_job)
    register_job("catalog.bulk_edit.apply", apply_bulk_edit_job)
    register_job("catalog.bulk_edit.undo", undo_bulk_edit_job)
    register_schedule(
        "Forget old bulk edits", function="catalog.jobs.forget_old_changes", cron="27 3 * * *"
    )
    register_code_uses(changes_with)


def register_schema_changes() -> None:
    """The jobs of changes of the schema."""
    from catalog.jobs import apply_model_change_job, undo_model_change_job
    from catalog.services.model_changes.running import APPLY, UNDO
    from jobs.registry import register_job

    register_job(APPLY, apply_model_change_job)
    register_job(UNDO, undo_model_change_job)
