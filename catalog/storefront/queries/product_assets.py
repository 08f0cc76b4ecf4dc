"""The pictures, documents and films of one product."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.urls import reverse

from catalog.products.queries.pictures import Picture, pictures_of_images
from catalog.schema.models.kinds import AssetRole
from catalog.schema.queries.kinds import kind_labels
from catalog.schema.queries.value_text import file_size
from catalog.storefront.queries.product_parts import AssetLink
from media_library.models import Asset


@dataclass(frozen=True, slots=True)
class GalleryPicture:
    """A picture large and small."""

    large: Picture
    small: Picture


@dataclass(frozen=True, slots=True)
class Download:
    """A document to take away; `kind` is its file type such as "PDF"."""

    title: str
    role: str
    url: str
    kind: str
    size: str


@dataclass(frozen=True, slots=True)
class Film:
    """A video or sound file."""

    title: str
    url: str
    poster: str


@dataclass(frozen=True, slots=True)
class ProductAssets:
    """Everything that hangs on one product, in the editors' order, the main picture first."""

    pictures: list[GalleryPicture]
    documents: list[Download]
    films: list[Film]


def product_assets(links: Sequence[AssetLink]) -> ProductAssets:
    """What may be shown of linked assets: not archived, licence not over. Two queries or none."""
    assets = _shown_assets([link.asset_id for link in links])
    shown = [(link, assets[link.asset_id]) for link in links if link.asset_id in assets]
    images = [asset.image_id for _, asset in shown if asset.image_id]
    pictures = pictures_of_images(images)
    return ProductAssets(
        pictures=[
            GalleryPicture(pictures[image_id]["page"], pictures[image_id]["thumbnail"])
            for image_id in dict.fromkeys(images)
            if image_id in pictures
        ],
        documents=_downloads([(link, asset) for link, asset in shown if asset.document_id]),
        films=[_film(asset) for _, asset in shown if asset.media_id],
    )


def _shown_assets(keys: list[int]) -> dict[int, Asset]:
    if not keys:
        return {}
    rows = Asset.objects.showable().filter(pk__in=keys).select_related("document", "media")
    return {asset.pk: asset for asset in rows}


def _downloads(shown: Sequence[tuple[AssetLink, Asset]]) -> list[Download]:
    roles = kind_labels(AssetRole) if shown else {}
    return [_download(roles.get(link.role, link.role), asset) for link, asset in shown]


def _download(role: str, asset: Asset) -> Download:
    document = asset.document
    return Download(
        title=asset.title,
        role=role,
        url=reverse("wagtaildocs_serve", args=[document.pk, document.filename]),
        kind=document.file_extension.upper(),
        size=file_size(asset.size or document.file_size),
    )


def _film(asset: Asset) -> Film:
    media = asset.media
    poster = default_storage.url(media.thumbnail.name) if media.thumbnail else ""
    return Film(title=asset.title, url=default_storage.url(media.file.name), poster=poster)
