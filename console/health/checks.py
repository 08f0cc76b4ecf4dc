"""Health checks of the database, the cache, the media storage and the disk."""

import secrets
import shutil

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from console.health.registry import CheckResult, Status

DISK_LOW = 2 * 1024**3
DISK_FULL = 256 * 1024**2


def check_database() -> CheckResult:
    """Whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return CheckResult(Status.OK, f"PostgreSQL {version.split()[0]}")


def check_cache() -> CheckResult:
    """Whether the cache keeps what it is given."""
    key, value = "health-probe", secrets.token_hex(8)
    cache.set(key, value, 30)
    if cache.get(key) is None:
        return CheckResult(Status.DEGRADED, "The cache forgets at once; pages take longer")
    return CheckResult(Status.OK)


def check_media() -> CheckResult:
    """Whether the storage of media files can be written to."""
    name = default_storage.save(f"health/{secrets.token_hex(8)}", ContentFile(b"probe"))
    default_storage.delete(name)
    return CheckResult(Status.OK, "Writable")


def check_disk() -> CheckResult:
    """Whether there is room on the disk of the site's own files."""
    free = shutil.disk_usage(settings.VAR_DIR if settings.VAR_DIR.exists() else "/").free
    details = {"free_bytes": free}
    message = f"{free / 1024**3:.1f} GiB free"
    if free < DISK_FULL:
        return CheckResult(Status.FAILED, message, details)
    return CheckResult(Status.DEGRADED if free < DISK_LOW else Status.OK, message, details)
