"""How the years of a fitment stand in the index, whenever its document was written."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from catalog.fitment.search_tokens import fitment_tokens, vehicle_tokens

OPEN = 2100


@pytest.fixture
def written_in(monkeypatch):
    """A function that gives the tokens of a fitment of make 3, as a document of that year has."""

    def tokens(written, model_id, year_from, year_to):
        monkeypatch.setattr(timezone, "now", lambda: datetime(written, 6, 1, tzinfo=UTC))
        return set(fitment_tokens(3, model_id, year_from, year_to))

    return tokens


@pytest.mark.parametrize("written", [2026, 2027, 2033])
@pytest.mark.parametrize(
    ("years", "fits", "fits_not"),
    [
        ((2010, OPEN), [2010, 2026, 2029, 2030, 2031, 2040, 2099], [2009]),
        ((2010, 2015), [2010, 2015], [2009, 2016, 2031]),
        ((2035, OPEN), [2035, 2036, 2050], [2026, 2030, 2034]),
    ],
)
@pytest.mark.parametrize("model_id", [7, None])
def test_a_year_is_found_however_long_ago_the_document_was_written(
    written_in, written, years, fits, fits_not, model_id
):
    tokens = written_in(written, model_id, *years)
    for vehicle in ({}, {"make_id": 3}, {"make_id": 3, "model_id": 7}):
        assert [year for year in fits if not tokens & {*vehicle_tokens(**vehicle, year=year)}] == []
        assert [year for year in fits_not if tokens & {*vehicle_tokens(**vehicle, year=year)}] == []


def test_open_years_take_a_few_tokens_only(written_in):
    assert len(written_in(2026, 7, 2020, OPEN)) == 2 + 3 * 10 + 3


def test_no_vehicle_asks_for_no_token():
    assert vehicle_tokens() == []
