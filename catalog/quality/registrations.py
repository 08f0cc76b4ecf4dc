"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_quality() -> None:
    """Followers, jobs, fields, filters and checks of completeness and quality rules."""
    from audit.followers import register_follower
    from catalog.products.derived_rows import register_derived_rows
    from catalog.products.publication_checks import register_publication_check
    from catalog.quality.filter_holders import QUALITY_RULES
    from catalog.quality.followers import follow_completeness, follow_quality
    from catalog.quality.jobs import check_quality_job, recalculate_completeness_job
    from catalog.quality.models import Completeness, QualityIssue, QualityRule
    from catalog.quality.queries.publication import SITE_RULES
    from catalog.quality.queries.rule_rights import rules_known_to
    from catalog.quality.segment_fields import quality_fields, role_path
    from catalog.quality.services.completeness_updates import RECALCULATE
    from catalog.quality.services.counting import COUNT_DAY
    from catalog.quality.services.scheduling import CHECK_DAY, CHECK_QUALITY
    from catalog.schema.models import AssetRole
    from catalog.segments.filter_holders import register_filter_holder
    from catalog.segments.filter_paths import register_filter_path
    from catalog.segments.registry import register_segment_fields
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
    # Midnight is at one of these times wherever the site is.
    register_schedule("catalog.quality.check_day", function=CHECK_DAY, cron="*/15 * * * *")
    register_job(RECALCULATE, recalculate_completeness_job)
    register_segment_fields(quality_fields)
    register_filter_holder(QUALITY_RULES)
    register_visibility(QualityRule, rules_known_to)
    register_publication_check(SITE_RULES)
    for model in (Completeness, QualityIssue):
        register_derived_rows(model)
    register_filter_path(AssetRole, "code", role_path)
