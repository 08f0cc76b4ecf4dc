"""The public view of the health checks, at /health/."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from console.health.registry import Status, current_health


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """The health of every part; 503 when one of them does not work."""
    report = current_health()
    return JsonResponse(
        {
            "status": report.status,
            "checks": {name: result.public() for name, result in report.results.items()},
        },
        status=503 if report.status is Status.FAILED else 200,
    )
