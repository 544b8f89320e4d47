"""A wage survey laid over the levels of a canon, and the check whether pay keeps order."""

import io
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from taxonomy.canon import pay_order, pay_rule
from taxonomy.canon.load import load
from taxonomy.canon.reader import read
from taxonomy.models import Level, PayBand, Profile
from tests import factories

pytestmark = pytest.mark.django_db

SURVEY = """\
soc_code,annual_p10,annual_p25,annual_median,annual_p75,annual_p90
15-1252,80000,100000,130000,170000,210000
11-3021,100000,140000,175000,220000,300000
11-1011,80000,130000,210000,350000,500000
51-1011,40000,50000,70000,90000,#
29-1141,,,,,
"""


def canon(*arguments):
    out = io.StringIO()
    call_command("canon", *map(str, arguments), stdout=out)
    return out.getvalue()


def mapped(levels, code, name="Leak Detection"):
    focus = factories.FocusFactory(name=name)
    for code_of_level in levels.split():
        found = Level.objects.filter(code=code_of_level).first()
        level = found or factories.LevelFactory(code=code_of_level)
        profile = factories.ProfileFactory(focus=focus, level=level)
        factories.ClassificationMappingFactory(profile=profile, code=code)


@pytest.fixture
def pay(tmp_path):
    path = tmp_path / "wages.csv"
    path.write_text(SURVEY)

    def run(*more, name="Wages 2026"):
        return canon("pay", path, "--name", name, "--as-of", "2026-05-01", *more)

    return run


def medians(name="Leak Detection"):
    bands = PayBand.objects.filter(profile__focus__name=name)
    return dict(bands.values_list("profile__level", "median"))


class TestRule:
    def test_each_level_takes_a_percentile_of_the_whole_occupation(self, pay):
        mapped("P1 P2 P3 P4 P5 P6", "15-1252")
        pay()
        found = medians()
        assert (found["P2"], found["P3"], found["P4"]) == (100000, 130000, 170000)
        assert 80000 < found["P1"] < 100000
        assert 170000 < found["P5"] < 210000
        assert "P6" not in found  # nothing is published above

    def test_every_band_says_where_it_is_from(self, pay):
        mapped("P1 P3 P4", "15-1252")
        pay()
        band = PayBand.objects.get(profile__level="P3")
        assert (band.low, band.high, band.basis) == (100000, 170000, "occupation")
        assert band.get_basis_display() == "survey, occupation as a whole"
        assert band.source == (
            "Wages 2026, SOC 2018 15-1252 as a whole: median for P3, from the 25th to the 75th"
        )
        assert (band.market_id, band.period, band.as_of) == ("US", "year", date(2026, 5, 1))
        above = PayBand.objects.get(profile__level="P4")
        assert (above.low, above.high, above.basis) == (130000, 210000, "modelled")
        assert "75th percentile for P4, from the 50th to the 90th" in above.source
        lowest = PayBand.objects.get(profile__level="P1")
        assert (lowest.low, lowest.high) == (80000, 100000)
        assert "15th percentile (interpolated) for P1" in lowest.source

    def test_an_occupation_prices_one_track(self, pay):
        mapped("P3 P4 M2 S1 S2 S3", "15-1252")
        pay()
        assert medians() == {"S1": 100000, "S2": 130000, "S3": 170000}

    def test_own_levels_take_what_their_reference_level_takes(self, pay):
        track = factories.TrackFactory(code="G")
        factories.LevelFactory(code="G7", track=track, rank=2, step=4, equivalent="P4")
        factories.LevelFactory(code="G8", track=track, rank=3, step=5)
        mapped("G7 G8", "15-1252")
        pay()
        assert medians() == {"G7": 170000}

    def test_managers_occupations_price_managers(self, pay):
        mapped("P3 P4 P5 M2 M3 E1", "11-3021")
        pay()
        assert medians() == {"M2": 140000, "M3": 175000}

    def test_executives_have_pay_from_executives_alone(self, pay):
        mapped("E2 E3 E5 M4", "11-1011")
        pay()
        assert medians() == {"E3": 210000, "E5": 350000}

    def test_what_is_not_published_is_left_out(self, pay):
        mapped("M1 M2 M3", "51-1011")
        mapped("P3", "29-1141", name="Nursing")
        pay()
        assert medians() == {"M1": 50000, "M2": 70000}  # M3 needs the 90th, which is a bound
        assert medians("Nursing") == {}

    def test_bands_on_other_terms_stay_and_stale_ones_of_the_survey_go(self, pay):
        mapped("P3 P6", "15-1252")
        top = Profile.objects.get(level="P6")
        factories.PayBandFactory(profile=top, source="Wages 2026, an older rule")
        factories.PayBandFactory(profile=top, period="hour", source="Wages 2026, an older rule")
        own = Profile.objects.get(level="P3")
        factories.PayBandFactory(profile=own, where="UK", currency="GBP")
        pay()
        assert [band.period for band in top.pay_bands.all()] == ["hour"]
        assert [band.currency for band in own.pay_bands.all()] == ["GBP", "USD"]

    def test_what_was_typed_by_hand_stays_where_the_rule_gives_none(self, pay):
        mapped("P6", "15-1252")
        factories.PayBandFactory(profile=Profile.objects.get(), source="Our own survey")
        pay()
        assert Profile.objects.get().pay_bands.get().source == "Our own survey"

    def test_twice_changes_nothing(self, pay):
        mapped("P1 P2 P3", "15-1252")
        pay()
        assert pay().splitlines()[-1].startswith("0 added, 0 changed")

    def test_a_table_without_the_columns_is_refused(self, tmp_path):
        (tmp_path / "wages.csv").write_text("a,b\n1,2\n")
        with pytest.raises(CommandError, match="no column soc_code"):
            canon("pay", tmp_path / "wages.csv", "--name", "x", "--as-of", "2026-05-01")

    @pytest.mark.parametrize(
        ("option", "value", "problem"),
        [("--as-of", "May", "'May' is no date"), ("--currency", "XYZ", "no currency of ISO 4217")],
    )
    def test_a_wrong_option_is_named(self, pay, option, value, problem):
        with pytest.raises(CommandError, match=problem):
            pay(option, value)

    @pytest.mark.parametrize(
        ("scheme", "code", "kind"),
        [
            ("SOC 2018", "11-1011", "CHIEF_EXECUTIVES"),
            ("SOC 2018", "11-1021", "GENERAL_MANAGERS"),
            ("SOC 2018", "11-9111", "MANAGERS"),
            ("SOC 2018", "43-1011", "SUPERVISORS"),
            ("SOC 2018", "13-1020", "OTHERS"),
            ("SOC 2018", "15-1011", "OTHERS"),
            ("ISCO-08", "1120", "CHIEF_EXECUTIVES"),
            ("ISCO-08", "1330", "MANAGERS"),
            ("ISCO-08", "3122", "SUPERVISORS"),
            ("ISCO-08", "2512", "OTHERS"),
            ("KldB", "11-1011", "OTHERS"),
        ],
    )
    def test_kinds_of_occupations(self, scheme, code, kind):
        assert pay_rule.kind_of(scheme, code).name == kind


def paid(level, median, focus="Leak Detection", **terms):
    profile = factories.ProfileFactory(
        focus=factories.FocusFactory(name=focus), level=factories.LevelFactory(code=level)
    )
    factories.PayBandFactory(profile=profile, low=median, median=median, high=median, **terms)
    return profile


def findings():
    return [str(finding) for finding in pay_order.findings()]


class TestOrder:
    def test_a_ladder_never_goes_down(self):
        for level, median in (("P2", 50), ("P3", 70), ("P4", 60), ("P6", 65), ("P7", 70)):
            paid(level, median)
        lower, upper = findings()
        assert ".P4 ($60) pays less than the lower level" in lower
        assert lower.endswith(".P3 ($70) in US")
        assert ".P6 ($65) pays less than" in upper  # against the best below, not the neighbour

    def test_tracks_of_one_step_stay_within_forty_percent(self):
        paid("P4", 100)
        paid("M2", 140)
        assert findings() == []
        PayBand.objects.filter(profile__level="M2").update(median=141, high=141)
        (line,) = findings()
        assert ".M2 ($141) pays 41 % more at the same step than" in line
        paid("S3", 10)  # another step
        assert len(findings()) == 1

    def test_other_focuses_are_other_occupations(self):
        paid("P4", 100)
        paid("M2", 200, focus="Sewer Survey")
        paid("P2", 300, focus="Sewer Survey")
        assert findings() == []

    def test_executives_are_compared_with_the_whole_function(self):
        paid("M4", 200)
        paid("P2", 250)
        paid("E3", 240, focus="Leadership")
        (line,) = findings()
        assert ".E3 ($240) pays less than the role at a lower step" in line
        paid("M6", 400, focus="Sewer Survey")
        assert any(".M6 ($400) pays 67 % more at the same step than" in line for line in findings())

    def test_terms_are_never_mixed(self):
        paid("P3", 70)
        paid("P4", 60, period="month")
        paid("P5", 50, currency="EUR")
        paid("P6", 40, where="UK")
        assert findings() == []

    def test_retired_roles_do_not_count(self):
        profile = paid("P3", 70)
        paid("P4", 60)
        Profile.objects.filter(pk=profile.pk).update(status="retired")
        assert findings() == []

    def test_functions_can_be_chosen(self):
        paid("P3", 70)
        paid("P4", 60)
        code = Profile.objects.first().function.code
        assert len(pay_order.findings([code])) == 1
        assert pay_order.findings(["OTHER"]) == []


def test_canon_check_warns_and_does_not_fail(tmp_path):
    factories.LevelFactory(code="P3")
    factories.LevelFactory(code="P4")
    bands = {"P3": 70, "P4": 60}
    profiles = [
        {
            "level": level,
            "pay": [{"currency": "EUR", "low": median, "median": median, "high": median}],
        }
        for level, median in bands.items()
    ]
    focus = {"function": {"name": "Metal"}, "focus": {"name": "Welding"}, "profiles": profiles}
    (tmp_path / "focus.yaml").write_text(yaml.safe_dump(focus))
    said = canon("check", tmp_path)
    assert "Pay that does not keep order (a warning, refuses nothing):" in said
    assert ".P4 (€60) pays less than the lower level" in said
    assert not Profile.objects.exists()
    canon("load", tmp_path)
    assert Profile.objects.count() == 2


def test_pay_of_the_shipped_canon_keeps_order():
    load(read([Path(settings.BASE_DIR) / "fixtures/canon"]))
    assert PayBand.objects.count() > 100
    assert findings() == []


class TestHealthPage:
    def test_lists_what_is_out_of_order_with_links(self, admin_client):
        lower, higher = paid("P3", 70), paid("P4", 60)
        shown = admin_client.get("/admin/health/").content.decode()
        assert "1 pair of roles out of order" in shown
        assert "pays less than the lower level" in shown
        assert f"/admin/taxonomy/profile/{lower.pk}/change/" in shown
        assert f"/compare/?keys={lower.key},{higher.key}" in shown
        assert 'href="/admin/health/"' in admin_client.get("/admin/").content.decode()

    def test_says_when_all_is_in_order(self, admin_client):
        paid("P3", 70)
        assert "All pay keeps order." in admin_client.get("/admin/health/").content.decode()

    def test_is_for_those_who_may_see_profiles(self, client, django_user_model):
        assert client.get("/admin/health/").status_code == 302
        user = django_user_model.objects.create_user("kim", password="x", is_staff=True)
        client.force_login(user)
        assert client.get("/admin/health/").status_code == 403
        assert "/admin/health/" not in client.get("/admin/").content.decode()
