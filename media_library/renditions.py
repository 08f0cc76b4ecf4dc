"""The sizes in which pages show pictures, made beforehand so that no page has to make them."""

CARD = "max-320x320|format-webp|webpquality-80"
GALLERY = "max-960x960|format-webp|webpquality-82"
THUMBNAIL = "max-120x120|format-webp|webpquality-75"
# What Wagtail's own pages of images show: lists and choosers, the form, the choosers' widget.
ADMIN = ("max-165x165", "max-800x600", "fill-600x338")

ALL_SPECS = (CARD, GALLERY, THUMBNAIL, *ADMIN)
