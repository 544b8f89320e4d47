"""Figures in words: money short and long, and pay on a ladder's scale."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from taxonomy.ladders import ladder_of
from taxonomy.models import PayBand
from taxonomy.profile.pay_chart import WIDTH, pay_ranges
from taxonomy.profile.reading import profiles_with_everything
from taxonomy.web import formatting
from tests import factories


@pytest.mark.parametrize(
    ("amount", "currency", "short", "long"),
    [
        (82_400, "USD", "$82k", "$82,400"),
        (82_500, "USD", "$83k", "$82,500"),
        (9_999, "EUR", "€9,999", "€9,999"),
        (10_000, "GBP", "£10k", "£10,000"),
        (999_499, "USD", "$999k", "$999,499"),
        (999_500, "USD", "$1M", "$999,500"),
        (1_250_000, "JPY", "¥1.25M", "¥1,250,000"),
        (0, "USD", "$0", "$0"),
        (82_400, "CHF", "CHF 82k", "CHF 82,400"),
        (-12_000, "USD", "−$12k", "−$12,000"),
    ],
)
def test_money(amount, currency, short, long):
    assert formatting.short_money(amount, currency) == short
    assert formatting.money(amount, currency) == long


def test_rise():
    assert formatting.rise(16_000, "USD") == "+$16k"
    assert formatting.rise(-2_000, "USD") == "−$2,000"
    assert formatting.rise(0, "USD") == "no change"
    assert formatting.percent_rise(-7) == "−7%"


@pytest.mark.django_db
def test_bands_stand_on_one_scale_from_lowest_to_highest():
    ladder = factories.ladder()
    factories.PayBandFactory(profile=ladder[4], where="UK", currency="GBP")
    (loaded,) = profiles_with_everything([ladder[1].key])
    scale = pay_ranges(loaded, ladder_of(loaded))
    assert len(scale) == 1
    assert (scale[0].low, scale[0].high) == (60_000, 130_000)
    assert scale[0].here.profile.key == ladder[1].key
    assert scale[0].rungs[0].start == 0
    assert scale[0].rungs[-1].end == WIDTH
    for rung in scale[0].rungs:
        assert 0 <= rung.start <= rung.middle <= rung.end <= WIDTH


def test_each_amount_is_drawn_at_its_own_place():
    low, high = (_paid(*amounts) for amounts in ((40, 50, 80), (60, 110, 120)))
    (scale,) = pay_ranges(low, [low, high])
    drawn = [(rung.start, rung.middle, rung.end) for rung in scale.rungs]
    assert drawn == [(0, WIDTH / 8, WIDTH / 2), (WIDTH / 4, WIDTH * 7 / 8, WIDTH)]
    assert [rung.is_here for rung in scale.rungs] == [True, False]
    assert [rung.length for rung in scale.rungs] == [WIDTH / 2, WIDTH * 3 / 4]


def _paid(low, median, high):
    band = PayBand(low=Decimal(low), median=Decimal(median), high=Decimal(high), currency="USD")
    return SimpleNamespace(pk=low, pay_bands=[band])


@pytest.mark.django_db
def test_one_flat_band_is_still_drawn():
    band = factories.PayBandFactory(low=50_000, median=50_000, high=50_000)
    (loaded,) = profiles_with_everything([band.profile.key])
    scale = pay_ranges(loaded, [loaded])[0]
    assert scale.here.length > 0
