"""Broken pictures through every form that takes one: let in, or refused by name with the reason."""

import html
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media_library.models import Asset, ImageFile, MediaFile
from media_library.services.processing import process_asset
from tests.factories.accounts import UserFactory
from tests.soak import IS_WHOLE, sample

from .broken_pictures import SAMPLES, Broken, broken_pictures, sample_pictures, whole_pictures

pytestmark = [pytest.mark.django_db, pytest.mark.soak]

WORDS_OF_NO_FILE = ("submitted file is empty", "No file was submitted", "file name")


@pytest.fixture
def editor(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    client.raise_request_exception = False
    client.user = user
    return client


def file_of(broken: Broken) -> SimpleUploadedFile:
    return SimpleUploadedFile(broken.name, broken.content)


def add(client, broken):
    address = reverse("wagtailimages:add")
    return client.post(address, {"title": "A picture", "file": file_of(broken)})


def add_multiple(client, broken):
    address = reverse("wagtailimages:add_multiple")
    return client.post(
        address,
        {"title": "A picture", "files[]": file_of(broken)},
        headers={"x-requested-with": "XMLHttpRequest"},
    )


def choose(client, broken):
    address = reverse("wagtailimages_chooser:create")
    prefix = "image-chooser-upload"
    return client.post(address, {f"{prefix}-title": "A", f"{prefix}-file": file_of(broken)})


def add_film(client, broken):
    film = SimpleUploadedFile("fit.mp4", b"\x00\x00\x00\x18ftypmp42")
    data = {"title": "A film", "duration": "1", "file": film, "thumbnail": file_of(broken)}
    return client.post(reverse("wagtailmedia:add", args=["video"]), data)


def set_avatar(client, broken):
    user = client.user
    data = {
        "name_email-first_name": "Ada",
        "name_email-last_name": "Smith",
        "name_email-email": user.email,
        "notifications-submitted_notifications": "on",
        "inbox_mail-when": "never",
        "locale-current_time_zone": "",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "avatar-avatar": file_of(broken),
    }
    return client.post(reverse("wagtailadmin_account"), data)


def has_avatar(client) -> bool:
    client.user.refresh_from_db()
    return bool(client.user.wagtail_userprofile.avatar)


FORMS = {
    "add": (add, lambda client: ImageFile.objects.exists()),
    "add several": (add_multiple, lambda client: ImageFile.objects.exists()),
    "choose": (choose, lambda client: ImageFile.objects.exists()),
    "film": (add_film, lambda client: MediaFile.objects.exists()),
    "profile": (set_avatar, has_avatar),
}


def trouble_with(client, form: str, broken: Broken) -> str:
    """What is wrong with how the form took the picture; empty where all is well."""
    upload, is_taken = FORMS[form]
    response = upload(client, broken)
    if response.status_code >= 500:
        return f"answers {response.status_code}"
    if is_taken(client):
        return trouble_afterwards(client)
    text = html.unescape(said(response))
    if f"“{broken.name}”" in text or any(words in text for words in WORDS_OF_NO_FILE):
        return ""
    return f"is refused without its name and a reason ({response.status_code})"


def said(response) -> str:
    text = response.content.decode()
    if response.headers["Content-Type"] != "application/json":
        return text
    document = json.loads(text)
    return document.get("error_message", "") or json.dumps(document, ensure_ascii=False)


def trouble_afterwards(client) -> str:
    """What is wrong with a picture that was let in, once its job is done."""
    for asset in Asset.objects.filter(image__isnull=False):
        done = process_asset(asset=asset)
        if done.status == Asset.Status.FAILED and not done.status_message:
            return "fails in its job without a reason"
        address = reverse("wagtailimages:edit", args=[asset.image_id])
        if client.get(address).status_code != 200:
            return "has no page"
        if client.get(asset.image.file.url).status_code != 200:
            return "cannot be had"
    return ""


def remove_everything(client) -> None:
    ImageFile.objects.all().delete()
    MediaFile.objects.all().delete()
    profile = getattr(client.user, "wagtail_userprofile", None)
    if profile:
        profile.avatar.delete()


@pytest.mark.parametrize("form", FORMS)
def test_a_whole_picture_is_taken(editor, form):
    upload, is_taken = FORMS[form]
    upload(editor, Broken("turned.jpg", whole_pictures()["turned.jpg"]))
    assert is_taken(editor)


def test_a_picture_that_films_do_not_take_is_refused_by_name(editor):
    assert trouble_with(editor, "film", Broken("a.avif", whole_pictures()["rgb.avif"])) == ""
    assert not MediaFile.objects.exists()


@pytest.mark.parametrize("form", FORMS)
def test_every_broken_picture_is_taken_or_refused_with_a_reason(editor, form):
    at_most = 6 if form == "add several" else 3
    troubles = {}
    for broken in sample(broken_pictures(), at_most=at_most, drawn_for=form):
        if trouble := trouble_with(editor, form, broken):
            troubles[broken.name] = trouble
        remove_everything(editor)
    assert troubles == {}


@pytest.mark.skipif(
    not any(folder.is_dir() for folder in SAMPLES), reason="the shared example data is not here"
)
def test_pictures_that_others_wrote_are_taken_or_refused_with_a_reason(editor):
    troubles = {}
    for broken in sample(sample_pictures(), at_most=5):
        if trouble := trouble_with(editor, "add several", broken):
            troubles[broken.name] = trouble
        remove_everything(editor)
    assert troubles == {}


def test_there_are_three_hundred_of_them_and_a_soak_takes_all():
    every = broken_pictures()
    assert len(every) == 300
    assert len({broken.name for broken in every}) == 300
    assert len(sample(every, at_most=5)) == (300 if IS_WHOLE else 5)
