"""The models of the subject quality."""

from catalog.quality.models.completeness import Completeness
from catalog.quality.models.quality import QualityCheck, QualityCount, QualityIssue, QualityRule

__all__ = ["Completeness", "QualityCheck", "QualityCount", "QualityIssue", "QualityRule"]
