"""`pledger when --calendar`: a fiscal year is read by the calendar that is named."""

from __future__ import annotations

from click.testing import CliRunner

from ledger.cli.when import when

PHRASE = "by the end of FY2021"


def test_the_fiscal_year_of_a_named_calendar_has_its_days() -> None:
    ran = CliRunner().invoke(
        when, [PHRASE, "--anchor", "2020-09-09", "--calendar", "us-federal", "-o", "json"]
    )
    assert ran.exit_code == 0, ran.output
    assert '"2021-09-30"' in ran.output
