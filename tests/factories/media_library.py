"""Files and assets for tests."""

from io import BytesIO

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image

from media_library.models import DocumentFile, ImageFile


def png_bytes(width: int = 40, height: int = 30, colour: str = "#336699") -> bytes:
    """A one-coloured PNG."""
    stream = BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, "PNG")
    return stream.getvalue()


class ImageFileFactory(DjangoModelFactory):
    class Meta:
        model = ImageFile

    title = factory.Sequence(lambda n: f"Picture {n}")
    # Told, so that nothing has to look for it.
    width = 40
    height = 30
    file = factory.Sequence(lambda n: ContentFile(png_bytes(), name=f"picture-{n}.png"))


class DocumentFileFactory(DjangoModelFactory):
    class Meta:
        model = DocumentFile

    title = factory.Sequence(lambda n: f"Document {n}")
    file = factory.Sequence(lambda n: ContentFile(b"Fit with care.", name=f"document-{n}.txt"))
