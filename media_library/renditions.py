"""The sizes in which pages show pictures, made beforehand so that no page has to make them."""

CARD = "max-320x320|format-webp|webpquality-80"
GALLERY = "max-960x960|format-webp|webpquality-82"
THUMBNAIL = "max-120x120|format-webp|webpquality-75"
ADMIN = "max-165x165"

ALL_SPECS = (CARD, GALLERY, THUMBNAIL, ADMIN)
