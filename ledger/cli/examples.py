"""An example of `pledger add` for each event type: shown by --help and the reference, run by tests.

Each stands by itself on a ledger that holds the shipped case.
"""

from __future__ import annotations

_BY = "--source nbc-2020-09-09"

ADD: dict[str, str] = {
    "source": "--id paper-2020-10-02 --title 'A later report' --publisher 'A newspaper' "
    "--published 2020-10-02",
    "actor": "--id iraq --name Iraq --kind state",
    "alias": f"--actor mustafa-al-kadhimi --name 'Mustafa Kadhimi' --kind transliteration {_BY}",
    "measure": "--id us-bases/iraq --unit bases --place Iraq",
    "announcement": f"--id iraq-cut {_BY} --date Wednesday --speaker frank-mckenzie "
    "--on-behalf-of united-states --says 'fewer troops stay in Iraq' "
    "--commit 'id=iraq-cut-3000; debtor=united-states; measure=us-forces/iraq; at_most=3,000; "
    "due=by the end of September'",
    "statement": f"--id no-need {_BY} --date 'last month' --speaker donald-trump --role President "
    "--audience reporters --says 'one day no troops are needed there' --kind aspiration",
    "agreement": f"--id february-deal {_BY} --date 'in February' --party united-states "
    "--party taliban --commit 'id=talks; title=talks go on; debtor=taliban; "
    "creditor=united-states; due=by the end of March 2020'",
    "withdrawal": f"--id first-troops-out {_BY} --actor united-states --measure us-forces/iraq "
    "--number 'more than 2,000' --date 'in August'",
    "deployment": f"--id more-troops-in {_BY} --actor us-military "
    "--measure us-forces/iraq-and-region --number thousands --date 'in January'",
    "consolidation": f"--id bases-left {_BY} --actor united-states --sites some "
    "--means 'leaving bases' --date 'Earlier this year'",
    "occurrence": f"--id vote {_BY} --name 'presidential election' --kind election "
    "--scheduled yes --date 'in November'",
    "level": f"--id iraq-count {_BY} --measure us-forces/iraq --value 'about 5,200'",
    "correction": "--of iraq-level --set value='about 5,200' --reason misread",
    "retraction": "--of iraq-level --reason 'recorded twice'",
}
"""Event type → its options."""


def example(type_name: str) -> str:
    """The whole command line."""
    return f"pledger add {type_name} {ADD[type_name]} --yes"
