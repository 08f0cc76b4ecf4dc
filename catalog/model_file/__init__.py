"""The model as one readable file: groups, attributes, categories, channels, families, segments.

`export_model` writes it, `read_model` reads one of whatever origin, `compare_model` tells what it
would change; `catalog.services.model_file.apply_model` applies it.
"""

from .comparison import Difference, compare_model
from .errors import ModelFileError
from .export import export_model
from .reading import ModelDocument, read_model

__all__ = [
    "Difference",
    "ModelDocument",
    "ModelFileError",
    "compare_model",
    "export_model",
    "read_model",
]
