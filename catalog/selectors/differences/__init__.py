"""What differs between two versions of a product, in the words of the people who edit it."""

from .comparing import Difference, content_differences, differences_of_pairs, part_of_path

__all__ = ["Difference", "content_differences", "differences_of_pairs", "part_of_path"]
