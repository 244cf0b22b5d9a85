"""`pledger amend ID`, `fulfil ID` …: events in the life of a commitment under their own verbs."""

from __future__ import annotations

from typing import Any

import click

from ledger.cli.add import command_for
from ledger.model.duties import (
    Amendment,
    Breach,
    ConditionReport,
    Fulfilment,
    Release,
    Rescission,
    Resumption,
    Supersession,
    Suspension,
)
from ledger.model.event import Event
from ledger.model.judged import Assessment

VERBS: dict[str, tuple[type[Event], str]] = {
    "amend": (Amendment, "foreign-forces-out --made-by debtor --due 'before 11 September 2021'"),
    "fulfil": (Fulfilment, "foreign-forces-out --degree full --date 2021-08-30"),
    "breach": (Breach, "taliban-guarantees --date 2021-05-04"),
    "condition": (ConditionReport, "foreign-forces-out --met yes --date 2021-04-01"),
    "rescind": (Rescission, "partner-programs --date 2021-12-31"),
    "release": (Release, "foreign-forces-out --date 2021-04-30"),
    "suspend": (Suspension, "partner-programs --date 2021-01-20"),
    "resume": (Resumption, "partner-programs --date 2021-03-01"),
    "supersede": (
        Supersession,
        "end-endless-wars --by-commitment foreign-forces-out --date 2021-04-14",
    ),
    "assess": (
        Assessment,
        "us-iraq-3000 --assessor 'described=a fact-checker' --verdict 'in the works'",
    ),
}
"""The verb, the event type it records, and an example."""


def _verb(verb: str) -> click.Command:
    cls, example = VERBS[verb]
    made = command_for(cls, name=verb, given="commitment")
    made.epilog = f"Example: pledger {verb} {example} --source nbc-2020-09-09 --yes"
    return made


def __getattr__(name: str) -> Any:
    """The command of a verb."""
    if name in VERBS:
        return _verb(name)
    raise AttributeError(name)
