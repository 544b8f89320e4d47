"""Pay on its terms: market, currency and period, with the decimals that the currency has."""

import re
from decimal import Decimal

import pytest
import yaml
from django.db import IntegrityError, transaction

from taxonomy.canon.dump import documents
from taxonomy.canon.load import load
from taxonomy.canon.reader import read
from taxonomy.exchange.problems import LoadError
from taxonomy.models import Market, PayBand, Profile
from taxonomy.models.currencies import CURRENCIES, decimals
from taxonomy.web import formatting
from tests import factories
from tests.published import publishing
from tests.test_admin import form_of, messages_of

pytestmark = pytest.mark.django_db

YEAR = {"market": "US", "currency": "USD", "low": 65000, "median": 80080, "high": 96000}
HOUR = {"market": "US", "currency": "USD", "low": "31.25", "median": "38.50", "high": 46}
HOUR["period"] = "hour"


@pytest.fixture
def loaded(tmp_path):
    factories.LevelFactory(code="P2")
    factories.LevelFactory(code="P3")

    def bring(*bands, level="P3", markets=None):
        profiles = [{"level": level, "title": f"Welder {level}", "pay": list(bands)}]
        focus = {"function": {"name": "Metal"}, "focus": {"name": "Welding"}, "profiles": profiles}
        (tmp_path / "welding.yaml").write_text(yaml.safe_dump(focus))
        if markets is not None:
            (tmp_path / "markets.yaml").write_text(yaml.safe_dump({"markets": markets}))
        load(read([tmp_path]))
        return Profile.objects.get(level=level)

    return bring


def problems_of(bring, *bands, **more):
    with pytest.raises(LoadError) as caught:
        bring(*bands, **more)
    return " | ".join(map(str, caught.value.problems))


def dumped_pay():
    (focus,) = (document for _, document in documents() if "focus" in document)
    return focus["profiles"][0]["pay"]


class TestFiles:
    def test_a_band_without_period_is_a_years(self, loaded):
        band = loaded(YEAR).pay_bands.get()
        assert (band.period, band.market_id, band.median) == ("year", "US", 80080)
        assert dumped_pay() == [YEAR]

    def test_decimals_and_periods_come_back_as_they_were(self, loaded):
        loaded(YEAR, HOUR)
        (hourly,) = (band for band in dumped_pay() if band.get("period") == "hour")
        assert [str(hourly[name]) for name in ("low", "median", "high")] == ["31.25", "38.50", "46"]

    def test_a_market_is_found_by_code_or_name_in_any_case(self, loaded):
        named = {**YEAR, "market": "united states"}
        band = loaded(named, markets=[{"code": "US", "name": "United States"}]).pay_bands.get()
        assert band.market_id == "US"
        (market,) = dict(documents())["markets"]["markets"]
        assert market == {"code": "US", "name": "United States"}

    def test_a_new_name_becomes_a_market(self, loaded):
        loaded({**YEAR, "market": "Greater London"})
        assert str(Market.objects.get()) == "Greater London"

    def test_one_market_by_two_names_is_one_band_too_many(self, loaded):
        markets = [{"code": "US", "name": "United States"}]
        problems = problems_of(loaded, YEAR, {**YEAR, "market": "United States"}, markets=markets)
        assert "profiles[0].pay[1]: the pay band for US USD year is in this list twice" in problems

    def test_a_market_keeps_its_code(self, loaded):
        loaded(YEAR, markets=[{"code": "US", "name": "United States"}])
        problems = problems_of(loaded, markets=[{"code": "USA", "name": "United States"}])
        assert "the market 'United States' has the code 'US'" in problems

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            ({"currency": "USDX"}, "is not a currency of ISO 4217"),
            ({"currency": "XYZ"}, "is not a currency of ISO 4217"),
            ({"median": "80080.125"}, "USD has 2 decimals: 80080.125 has more"),
            ({"currency": "JPY", "median": "80080.5"}, "JPY has no decimals"),
            ({"period": "fortnight"}, "'year', 'month', 'week', 'day' or 'hour'"),
            ({"high": "1e13"}, "less than or equal to"),
            ({"high": "NaN"}, "finite number"),
            ({"low": -1}, "greater than or equal to 0"),
            ({"low": 90000}, "a band runs low ≤ median ≤ high"),
        ],
    )
    def test_what_is_wrong_with_a_band_is_named(self, loaded, change, problem):
        assert problem in problems_of(loaded, {**YEAR, **change})
        assert not PayBand.objects.exists()

    def test_a_dinar_has_three_decimals(self, loaded):
        band = {**YEAR, "currency": "KWD", "median": "80080.125"}
        assert loaded(band).pay_bands.get().median == Decimal("80080.125")


class TestDatabase:
    def test_one_band_for_each_terms(self):
        band = factories.PayBandFactory()
        factories.PayBandFactory(profile=band.profile, period="month")
        for where in ("US", ""):
            with transaction.atomic():
                factories.PayBandFactory(profile=band.profile, where=where, period="day")
            with pytest.raises(IntegrityError, match="once_a_market"), transaction.atomic():
                factories.PayBandFactory(profile=band.profile, where=where, period="day")

    @pytest.mark.parametrize(
        ("currency", "amount", "fits"),
        [
            ("USD", "1.25", True),
            ("USD", "1.255", False),
            ("JPY", "1", True),
            ("JPY", "1.5", False),
            ("KWD", "1.255", True),
        ],
    )
    def test_decimals_of_the_currency(self, currency, amount, fits):
        values = dict.fromkeys(("low", "median", "high"), Decimal(amount))
        if fits:
            assert factories.PayBandFactory(currency=currency, **values).pk
            return
        with pytest.raises(IntegrityError, match="decimals_of_the_currency"):
            factories.PayBandFactory(currency=currency, **values)

    def test_the_order_is_from_year_to_hour(self):
        profile = factories.ProfileFactory()
        for period in ("hour", "year", "day", "month", "week"):
            factories.PayBandFactory(profile=profile, period=period)
        factories.PayBandFactory(profile=profile, where="")
        bands = [(band.market_id, band.period) for band in profile.pay_bands.all()]
        periods = ["year", "month", "week", "day", "hour"]
        assert bands == [(None, "year"), *(("US", period) for period in periods)]


def test_the_table_of_currencies_is_in_order_and_whole():
    assert list(CURRENCIES) == sorted(CURRENCIES)
    assert len(CURRENCIES) > 150
    assert [decimals(code) for code in ("USD", "JPY", "BHD", "ISK")] == [2, 0, 3, 0]
    assert all(re.fullmatch("[A-Z]{3}", code) for code in CURRENCIES)


class TestWords:
    def test_decimals_are_shown_where_there_are_some(self):
        assert formatting.money(Decimal("38.500"), "USD") == "$38.50"
        assert formatting.money(Decimal("82400.000"), "USD") == "$82,400"
        assert formatting.short_money(Decimal("1.255"), "KWD") == "KWD 1.255"
        assert formatting.rise(Decimal("-1.5"), "EUR") == "−€1.50"

    def test_a_period_is_named_unless_it_is_the_year(self):
        band = factories.PayBandFactory.build(
            market=None, profile=None, low=31, median=Decimal("38.5"), high=46, period="hour"
        )
        assert formatting.band(band) == "$38.50 ($31–$46) an hour"
        band.period = "year"
        assert formatting.band(band) == "$38.50 ($31–$46)"


class TestPages:
    @pytest.fixture
    def profile(self, loaded):
        loaded({**HOUR, "low": "24.5", "median": 30, "high": 36}, level="P2")
        return loaded(YEAR, HOUR, markets=[{"code": "US", "name": "United States"}])

    def page(self, client, address):
        return " ".join(client.get(address).content.decode().split())

    def test_a_profile_names_market_and_period(self, client, profile):
        shown = self.page(client, profile.get_absolute_url())
        assert "United States, USD a year" in shown
        assert "United States, USD an hour" in shown
        assert "<dt>Pay a year, median" in shown
        profile.pay_bands.update(basis="survey")
        assert "<dt>Market pay a year, median" in self.page(client, profile.get_absolute_url())
        below = self.page(client, Profile.objects.get(level="P2").get_absolute_url())
        assert "<dt>Pay an hour, median" in below
        assert "$30 ($24.50–$36) an hour" in below
        assert "+$8.50 an hour" in below

    def test_the_source_of_one_band_of_the_ladder_is_named(self, client, loaded):
        loaded({**YEAR, "source": "Survey of welders"}, level="P2")
        without = loaded(YEAR, level="P3")
        shown = self.page(client, f"{without.get_absolute_url()}evidence/")
        assert "P2: Survey of welders." in shown
        PayBand.objects.update(source="")
        shown = self.page(client, f"{without.get_absolute_url()}evidence/")
        assert "Where the figures come from" not in shown

    def test_periods_are_compared_in_rows_of_their_own(self, client, profile):
        other = Profile.objects.get(level="P2")
        shown = self.page(client, f"/compare/?keys={other.key},{profile.key}")
        assert "Pay, US, a year" in shown
        assert "Pay, US, an hour" in shown
        assert "$80k ($65k–$96k)" in shown

    def test_json_has_numbers(self, client, profile):
        bands = client.get(f"/profiles/{profile.key}.json").json()["pay"]
        assert [(b["period"], b["low"], b["median"]) for b in bands] == [
            ("year", 65000, 80080),
            ("hour", 31.25, 38.5),
        ]
        assert bands[0]["market_name"] == "United States"

    def test_editors_choose_market_currency_and_period(self, admin_client, profile):
        shown = self.page(admin_client, f"/admin/taxonomy/profile/{profile.pk}/change/")
        assert '<option value="US" selected>United States (US)</option>' in shown
        assert '<option value="JPY">JPY, Yen</option>' in shown
        assert '<option value="hour" selected>an hour</option>' in shown


class TestEditing:
    @pytest.fixture
    def saved(self, admin_client, loaded):
        """Saves the page of a role with these entries for its one band."""
        profile = loaded({**YEAR, "source": "Survey", "as_of": "2025-05-01", "basis": "survey"})
        address = f"/admin/taxonomy/profile/{profile.pk}/change/"
        editor = publishing(admin_client)

        def save(**entries):
            form = form_of(editor.get(address))
            form |= {f"pay_bands-0-{name}": entry for name, entry in entries.items()}
            return editor.post(address, form)

        return save

    def test_what_the_source_does_not_state_may_be_empty(self, saved):
        assert saved(market="", basis="", source="", as_of="").status_code == 302
        band = PayBand.objects.get()
        assert (band.market, band.basis, band.source, band.as_of) == (None, "", "", None)

    def test_unpaid_is_a_band_too(self, saved):
        assert saved(low="0", median="0", high="0.50").status_code == 302
        assert PayBand.objects.get().median == 0

    @pytest.mark.parametrize(
        ("entries", "refusal"),
        [
            ({"median": "80080.125"}, "USD has 2 decimals"),
            ({"currency": "JPY", "median": "80080.5"}, "JPY has no decimals"),
            ({"low": "-1"}, "greater than or equal to 0"),
            ({"median": ""}, "This field is required."),
        ],
    )
    def test_a_wrong_amount_is_named_at_its_field(self, saved, entries, refusal):
        response = saved(**entries)
        assert refusal in messages_of(response)
        assert PayBand.objects.get().median == 80080

    def test_decimals_of_the_currency_are_saved(self, saved):
        entries = {"low": "65000.25", "median": "80080.5", "high": "96000"}
        assert saved(**entries).status_code == 302
        assert PayBand.objects.get().low == Decimal("65000.25")
        dinars = {"currency": "KWD", "low": "65000.255"}
        assert saved(**dinars).status_code == 302
        assert PayBand.objects.get().low == Decimal("65000.255")
        assert saved(currency="JPY", low="65000", median="80080").status_code == 302

    def test_a_band_is_named_by_its_amounts_and_terms(self, loaded):
        band = loaded(YEAR).pay_bands.get()
        assert str(band) == "USD 80080.000 (65000.000–96000.000) a year US"
        band.market = None
        assert str(band) == "USD 80080.000 (65000.000–96000.000) a year"
