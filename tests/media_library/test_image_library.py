"""ImageMagick is found at once: each name that is not there costs the start of a compiler."""

import ctypes.util
from unittest import mock

import pytest
from wand import api


def test_the_first_name_that_is_looked_for_is_there():
    if not ctypes.util.find_library("MagickWand-6.Q16"):
        pytest.skip("another ImageMagick is installed")
    with mock.patch("ctypes.util.find_library", wraps=ctypes.util.find_library) as find:
        assert all(next(api.library_paths()))
    assert find.call_count == 2
