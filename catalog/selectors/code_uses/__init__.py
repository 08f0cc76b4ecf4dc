"""Who knows a record by a code of it: values of products, filters, columns of files.

No foreign key tells of such uses, so whoever changes a code or deletes a record asks here. What
knows codes registers how it is found (`register_code_uses`). The codes of a model follow from its
fields (`code_fields`), so that a new model is asked for like the others.
"""

from .fields import code_fields
from .registry import (
    Code,
    CodeUse,
    binding_uses,
    code_uses,
    codes_of,
    probable_uses,
    references_by_code,
    register_code_uses,
    uses_of,
)
from .words import ToldUse, in_words, tell

__all__ = [
    "Code",
    "CodeUse",
    "ToldUse",
    "binding_uses",
    "code_fields",
    "code_uses",
    "codes_of",
    "in_words",
    "probable_uses",
    "references_by_code",
    "register_code_uses",
    "tell",
    "uses_of",
]
