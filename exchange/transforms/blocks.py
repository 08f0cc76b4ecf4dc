"""The transforms as blocks, so that people set them up in the admin without writing JSON."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from .base import Transform, TransformError
from .chain import TRANSFORMS


class TransformBlock(blocks.StructBlock):
    """The settings of one transform; checked by the transform itself."""

    def __init__(self, transform: type[Transform] | None = None, **kwargs: Any):
        self._transform = transform
        local_blocks = transform.setting_blocks() if transform else None
        super().__init__(local_blocks, **kwargs)

    def clean(self, value):
        """Check each setting, then the whole."""
        assert self._transform is not None, "only a copy without settings has none"
        cleaned = super().clean(value)
        try:
            self._transform.build(self.get_prep_value(cleaned))
        except TransformError as error:
            raise blocks.StructBlockValidationError(
                non_block_errors=[ValidationError(str(error))]
            ) from None
        return cleaned


class TransformsBlock(blocks.StreamBlock):
    """Transforms in order."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            [
                (code, TransformBlock(transform, label=transform.label))
                for code, transform in TRANSFORMS.items()
            ],
            required=False,
            **kwargs,
        )
