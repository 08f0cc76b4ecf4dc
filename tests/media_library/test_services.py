"""However a file comes in, an asset and its processing job follow."""

import hashlib
import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from jobs.models import Job
from media_library.models import Asset, MediaFile
from media_library.renditions import ALL_SPECS, CARD
from media_library.services.processing import process_asset
from media_library.services.rendering import render
from tests.factories.media_library import DocumentFileFactory, ImageFileFactory, png_bytes

pytestmark = pytest.mark.django_db


def test_a_saved_picture_is_an_asset_with_a_job():
    image = ImageFileFactory(title="Brake disc")
    asset = Asset.objects.get(image=image)
    assert (asset.kind, asset.title, asset.status) == ("image", "Brake disc", "new")
    job = Job.objects.get(kind="media_library.process")
    assert job.parameters == {"asset_id": asset.pk}


def test_saving_again_makes_no_second_asset_and_a_new_title_follows():
    document = DocumentFileFactory()
    process_asset(asset=document.asset)
    document.title = "Installation guide"
    document.save()
    asset = Asset.objects.get(document=document)
    assert asset.title == "Installation guide"
    assert Job.objects.count() == 1


def test_a_replaced_file_is_processed_again():
    document = DocumentFileFactory()
    process_asset(asset=document.asset)
    document.file = ContentFile(b"Second edition", name="second.txt")
    document.save()
    asset = Asset.objects.get(document=document)
    assert asset.status == Asset.Status.NEW
    assert process_asset(asset=asset).checksum == hashlib.sha256(b"Second edition").hexdigest()
    assert Job.objects.count() == 2


def test_processing_keeps_checksum_size_and_facts_of_a_picture():
    image = ImageFileFactory()
    asset = process_asset(asset=image.asset)
    content = png_bytes()
    assert asset.status == Asset.Status.READY
    assert asset.checksum == hashlib.sha256(content).hexdigest()
    assert asset.size == len(content)
    assert asset.metadata["width"] == 40
    assert asset.metadata["height"] == 30
    assert asset.metadata["format"] == "PNG"
    assert asset.metadata["mime_type"] == "image/png"
    assert {rendition.filter_spec for rendition in image.renditions.all()} == set(ALL_SPECS)


def test_a_broken_picture_says_so_and_harms_nothing():
    image = ImageFileFactory()
    Path(image.file.path).write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    asset = process_asset(asset=image.asset)
    assert asset.status == Asset.Status.FAILED
    assert asset.status_message


def test_an_archived_asset_that_is_processed_again_stays_archived():
    asset = process_asset(asset=ImageFileFactory().asset)
    Asset.objects.filter(pk=asset.pk).update(status=Asset.Status.ARCHIVED)
    assert process_asset(asset=asset).status == Asset.Status.ARCHIVED


def test_the_addresses_of_files_cannot_be_guessed_from_their_names():
    first, second = (
        ImageFileFactory(file=ContentFile(png_bytes(), name="BD-1.png")) for _ in range(2)
    )
    places = [Path(image.file.name) for image in (first, second)]
    assert [place.name for place in places] == ["BD-1.png", "BD-1.png"]
    assert places[0].parent != places[1].parent
    assert len(places[0].parent.name) == 16
    for image in (first, second):
        render(image=image, specs=[CARD])
    renditions = [Path(image.get_rendition(CARD).file.name) for image in (first, second)]
    assert renditions[0].name == renditions[1].name
    assert renditions[0].parent != renditions[1].parent
    film = MediaFile.objects.create(
        title="Fitting", type="video", duration=1, file=ContentFile(b"film", name="fit.mp4")
    )
    assert re.fullmatch(r"media/[\w-]{16}/fit.mp4", film.file.name)


def test_a_lost_file_says_what_to_do():
    image = ImageFileFactory()
    Path(image.file.path).unlink()
    asset = process_asset(asset=image.asset)
    assert asset.status == Asset.Status.FAILED
    assert "Upload it again" in asset.status_message


def test_the_database_refuses_an_asset_without_a_file_or_with_two():
    with pytest.raises(IntegrityError), transaction.atomic():
        Asset.objects.create(kind="image", title="Nothing")
    image, document = ImageFileFactory(), DocumentFileFactory()
    Asset.objects.filter(document=document).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Asset.objects.filter(image=image).update(document=document)
