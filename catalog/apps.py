from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "Catalog"

    def ready(self) -> None:
        """Tell the lower rooms what the catalog has."""
        from audit.followers import register_follower
        from audit.history_guards import register_history_guard
        from catalog import jobs
        from catalog.exchange_fields import catalog_fields
        from catalog.followers import follow_completeness, follow_quality, follow_sortable
        from catalog.history_guard import origins_of_values
        from catalog.jobs import check_quality_job, recalculate_completeness_job
        from catalog.models import Product
        from catalog.search_indexes import register_search
        from catalog.services.completeness_following import RECALCULATE
        from catalog.services.duplicates import FIND_DUPLICATES
        from catalog.services.model_changes.running import APPLY, UNDO
        from catalog.services.quality import CHECK_QUALITY
        from catalog.services.quality.counting import COUNT_DAY
        from catalog.services.sort_indexes import ARRANGE
        from exchange.registry import register_field_source
        from jobs.registry import register_job, register_schedule

        register_field_source(catalog_fields)
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
        register_follower("sorting", follow_sortable, entities=["catalog.attribute"])
        register_job(ARRANGE, jobs.arrange_sort_indexes_job)
        register_schedule(
            "Indexes for sorting",
            function="catalog.jobs.look_after_sort_indexes",
            cron="23 * * * *",
        )
        register_job(CHECK_QUALITY, check_quality_job)
        register_schedule("catalog.quality.count", function=COUNT_DAY, cron="55 * * * *")
        register_job(RECALCULATE, recalculate_completeness_job)
        register_search()
        register_job("catalog.bulk_edit.count", jobs.count_bulk_edit_job)
        register_job("catalog.bulk_edit.apply", jobs.apply_bulk_edit_job)
        register_job("catalog.bulk_edit.undo", jobs.undo_bulk_edit_job)
        register_job(APPLY, jobs.apply_model_change_job)
        register_job(UNDO, jobs.undo_model_change_job)
        register_job(FIND_DUPLICATES, jobs.find_duplicates_job)
        register_history_guard(Product, origins_of_values)
        register_schedule(
            "Forget old bulk edits", function="catalog.jobs.forget_old_changes", cron="27 3 * * *"
        )
        register_schedule(
            "Forget old forms", function="catalog.jobs.forget_old_forms", cron="17 3 * * *"
        )
        _register_filter_language()
        _register_shown_files()
        _register_deletion()


def _register_shown_files() -> None:
    """Which files the catalog shows."""
    from catalog.shown_files import shows_asset
    from media_library.publication import register_publication

    register_publication("catalog", shows_asset)


def _register_filter_language() -> None:
    """What can be asked in segments."""
    from catalog.segments.attributes import attribute_fields
    from catalog.segments.columns import column_fields
    from catalog.segments.quality import quality_fields
    from catalog.segments.registry import register_segment_fields
    from catalog.segments.relations import relation_fields

    for source in (column_fields, relation_fields, attribute_fields, quality_fields):
        register_segment_fields(source)


def _register_deletion() -> None:
    """Who uses records without a foreign key, and how prices go along with others."""
    from catalog.models import Price, QualityRule, Segment
    from catalog.segments import rules_known_to, segments_known_to
    from catalog.selectors.code_uses import register_code_uses
    from catalog.selectors.code_uses.changes import changes_with
    from catalog.selectors.code_uses.filters import filters_with
    from catalog.selectors.code_uses.values import values_with
    from catalog.selectors.value_uses import values_naming
    from catalog.services.price_removal import remove_prices
    from catalog.wagtail_admin.codes.reading import read_code_uses
    from console.deletion import register_removal
    from console.references import register_use_reader
    from console.visibility import register_visibility

    for find in (values_with, filters_with, changes_with):
        register_code_uses(find)
    for read in (values_naming, read_code_uses):
        register_use_reader(read)
    register_visibility(Segment, segments_known_to)
    register_visibility(QualityRule, rules_known_to)
    register_removal(Price, remove_prices)
