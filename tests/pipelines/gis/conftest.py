"""Tests of GIS files need the extra `gis`, except those of what is refused before a library opens it."""

from collections.abc import Callable

import pytest

from pipelines.gis.presence import is_installed


@pytest.fixture(scope="session")
def gis(require: Callable[[bool, str], None]) -> None:
    """Goes on only where GIS files can be read."""
    require(is_installed(), "the libraries of the extra gis are not installed")
