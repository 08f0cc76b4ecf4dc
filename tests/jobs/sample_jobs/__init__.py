"""An app whose jobs behave as badly as jobs of real workers may."""
