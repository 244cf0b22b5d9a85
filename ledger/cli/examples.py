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
    "fulfilment": f"{_BY} --commitment partner-programs --degree partial --date 'last month' "
    "--says 'some of the programmes have grown'",
    "breach": f"{_BY} --commitment taliban-guarantees --actor taliban --date 'last month' "
    "--says 'an attack broke the guarantees'",
    "suspension": f"{_BY} --commitment us-iraq-3000 --actor united-states --date 2020-09-09 "
    "--says 'the cut is put off'",
    "resumption": f"{_BY} --commitment us-iraq-3000 --actor united-states --date 2020-09-09 "
    "--says 'the cut goes on'",
    "condition": f"{_BY} --commitment foreign-forces-out --met no --date 2020-09-09 "
    "--says 'the guarantees do not hold'",
    "amendment": f"--id later-out {_BY} --commitment foreign-forces-out --made-by debtor "
    "--date 2020-09-09 --due 'by 31 August 2021' --says 'they leave by the end of August'",
    "rescission": f"{_BY} --commitment partner-programs --actor united-states --date 2020-09-09 "
    "--says 'the programmes end'",
    "release": f"{_BY} --commitment foreign-forces-out --actor taliban --date 2020-09-09 "
    "--says 'they need not leave'",
    "supersession": f"{_BY} --commitment us-iraq-3000 --by-commitment end-endless-wars "
    "--date 2020-09-09 --says 'the wider promise takes its place'",
    "assessment": f"{_BY} --commitment us-iraq-3000 --assessor united-states --scale kept-or-broken "
    "--verdict 'in the works' --because 'no report yet' --date 2020-09-09",
    "source_update": f"{_BY} --change corrected --date 2020-09-10 --says 'a name was misspelt'",
    "corroboration": f"{_BY} --of soleimani-killing --set date=2020-01-03",
    "tenure": "--person frank-mckenzie --post 'Commander, U.S. Central Command' "
    "--organisation us-military --starts 2019-03-28",
    "correction": "--of iraq-level --set value='about 5,200' --reason misread",
    "retraction": "--of iraq-level --reason 'recorded twice'",
}
"""Event type → its options."""


def example(type_name: str) -> str:
    """The whole command line."""
    return f"pledger add {type_name} {ADD[type_name]} --yes"
