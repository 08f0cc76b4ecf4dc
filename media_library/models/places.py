"""Where the files of the media storage lie: in folders whose names nobody can guess."""

import secrets
from pathlib import PurePosixPath


def secret_place(path: str) -> str:
    """`path` with a folder in it that is drawn anew for each file.

    Whoever has the address of a picture may see it; the address is only where its page, or a form
    of the admin, shows it. File names alone (a part number, mostly) would tell those of drafts.
    """
    place = PurePosixPath(path)
    return str(place.parent / secrets.token_urlsafe(12) / place.name)


def media_place(_instance: object, filename: str) -> str:
    """Where a film or a sound lies."""
    return secret_place(f"media/{filename}")


def thumbnail_place(_instance: object, filename: str) -> str:
    """Where the picture that stands for a film lies."""
    return secret_place(f"media_thumbnails/{filename}")
