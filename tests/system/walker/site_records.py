"""Records of Wagtail and of the rooms that keep the books: jobs, search, audit, sign-in."""

from datetime import timedelta

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.utils import timezone
from django_q.models import OrmQ, Schedule, Task
from taggit.models import Tag
from wagtail.admin.models import EditingSession, FormState
from wagtail.contrib.forms.models import FormSubmission
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    APIToken,
    Collection,
    CollectionViewRestriction,
    Comment,
    CommentReply,
    GroupApprovalTask,
    GroupSitePermission,
    Page,
    PageSubscription,
    PageViewRestriction,
    ReferenceIndex,
    Site,
    UploadedFile,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.search.index import insert_or_update_object
from wagtail.users.models import UserProfile

from accounts.access import ADMINISTRATOR
from accounts.models import PasswordResetRequest
from accounts.roles import EDITOR, MARKETING
from audit.models import FollowerCursor, HistoryRetention
from catalog.models import Brand, Product
from home.models import BrandingSettings, HomePage, InboxMail
from jobs.models import JobLogEntry, WorkerBeat
from media_library.models import DocumentFile, ImageFile, MediaFile
from media_library.services.rendering import render
from search.models import SearchDocument, SearchIndexState, SearchLogEntry, SearchWord
from tests.factories.jobs import JobFactory
from tests.factories.media_library import DocumentFileFactory, ImageFileFactory

from .people import People

RESTRICTED_PAGE = "Trade fair plans"
SECRET_PICTURE = "Picture of the prototype"
SECRET_DOCUMENT = "Minutes of the board"
SECRET_FILM = "Film of the crash test"


def create_files(people: People) -> None:
    """Pictures, documents and films, in the root collection and in another."""
    collection = Collection.get_first_root_node().add_child(name="Campaign")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="groups"
    )
    restriction.groups.add(Group.objects.get(name=MARKETING.name))
    uploader = people[MARKETING.name]
    picture = ImageFileFactory(title="Picture", uploaded_by_user=uploader)
    render(image=picture, specs=["max-20x20"])
    picture.tags.add(Tag.objects.create(name="brakes", slug="brakes"))
    DocumentFileFactory(title="Document", uploaded_by_user=uploader)
    MediaFile.objects.create(
        title="Film", type="video", duration=1, file=ContentFile(b"film", name="film.mp4")
    )
    ImageFileFactory(title=SECRET_PICTURE)
    DocumentFileFactory(title=SECRET_DOCUMENT)
    MediaFile.objects.create(
        title=SECRET_FILM, type="video", duration=1, file=ContentFile(b"film", name="film.mp4")
    )
    for file in (*ImageFile.objects.all(), *DocumentFile.objects.all()):
        file.get_file_size()  # Wagtail writes it down when it is first shown
    for model in (ImageFile, DocumentFile):
        UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(model),
            file=ContentFile(b"waiting", name=f"{model.__name__}.txt"),
            uploaded_by_user=uploader,
        )


def create_site(people: People) -> None:
    """The home page, an ordinary page, a restricted one, an alias, a second site, their books."""
    root = Page.get_first_root_node()
    root.add_child(instance=HomePage(title="About us", slug="about"))
    home = root.add_child(instance=HomePage(title="Parts for everybody", slug="parts"))
    site = Site.objects.get(is_default_site=True)
    site.root_page = home
    site.save()
    other = root.add_child(instance=HomePage(title=RESTRICTED_PAGE, slug="plans", live=False))
    restriction = PageViewRestriction.objects.create(page=other, restriction_type="groups")
    restriction.groups.add(Group.objects.get(name=MARKETING.name))
    other.create_alias(parent=root, update_slug="plans-alias")
    Site.objects.create(hostname="other.example", port=8100, root_page=other)
    marketing = people[MARKETING.name]
    home.save_revision(user=marketing)
    home.save_revision(user=marketing, approved_go_live_at=timezone.now() + timedelta(days=30))
    _workflow(other, people)
    _remarks(home, people)
    Redirect.objects.create(old_path="/old", site=site, redirect_page=home)
    FormSubmission.objects.create(page=home, form_data={"name": "Somebody"})
    BrandingSettings.for_site(site).save()
    HistoryRetention.load()
    GroupSitePermission.objects.create(
        group=Group.objects.get(name=MARKETING.name),
        site=site,
        permission=Permission.objects.get(codename="change_brandingsettings"),
    )


def _workflow(page: Page, people: People) -> None:
    task = GroupApprovalTask.objects.create(name="Page review")
    task.groups.add(Group.objects.get(name=MARKETING.name))
    workflow = Workflow.objects.create(name="Page approval")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    page.save_revision(user=people[MARKETING.name])
    workflow.start(page, people[MARKETING.name])


def _remarks(page: Page, people: People) -> None:
    user = people[MARKETING.name]
    comment = Comment.objects.create(page=page, user=user, text="Longer?", contentpath="title")
    CommentReply.objects.create(comment=comment, user=user, text="No.")
    PageSubscription.objects.create(page=page, user=user, comment_notifications=True)
    of_page = {"content_type": ContentType.objects.get_for_model(page), "object_id": str(page.pk)}
    now = timezone.now()
    EditingSession.objects.create(user=user, last_seen_at=now, **of_page)
    FormState.objects.create(
        user=user, data="title=Parts&slug=parts&body-count=0", last_updated_at=now, **of_page
    )


def index_references() -> None:
    """What the worker would have noted by now: who refers to whom, and words of the admin."""
    for record in (*HomePage.objects.all(), *Product.objects.all(), *Brand.objects.all()):
        ReferenceIndex.create_or_update_for_object(record)
    for record in (*HomePage.objects.all(), *Brand.objects.all()):
        insert_or_update_object(record)


def create_books(people: People) -> None:
    """Jobs, the queue, sign-in, search and what follows changes."""
    user = people[EDITOR.name]
    job = JobFactory(title="Job of an editor", started_by=user)
    JobLogEntry.objects.create(job=job, text="Begun")
    now = timezone.now()
    WorkerBeat.objects.create(name="worker", started_at=now, beat_at=now)
    FollowerCursor.objects.create(name="walker")
    SearchLogEntry.objects.create(
        query="brake", backend="postgresql", results=1, milliseconds=2, customer=people.customer
    )
    SearchDocument.objects.create(index="walker", object_id=1, title="Brake", title_key="brake")
    SearchWord.objects.create(index="walker", word="brake")
    SearchIndexState.objects.create(index="walker")
    PasswordResetRequest.objects.create(mailbox="somebody@parts.example")
    UserProfile.get_for_user(user).save()
    InboxMail.objects.create(user=user)
    APIToken.objects.create(user=people[ADMINISTRATOR], name="Robot", key_hash="0", prefix="0")
    Session.objects.create(session_key="walker", session_data="", expire_date=now)
    Schedule.objects.create(func="walker", name="walker")
    OrmQ.objects.create(key="walker", payload="walker")
    for number, success in enumerate((True, False)):
        Task.objects.create(
            id=str(number), name="walker", func="walker", started=now, stopped=now, success=success
        )
