"""What people see, command by command: whole outputs under a fixed clock.

A new command needs an entry here and its file: pytest tests/doors --write-expected, then the diff.
"""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from ledger.cli.examples import example
from ledger.cli.group import COMMANDS
from ledger.cli.options import OUTPUTS
from ledger.model.event_types import GIVEN
from tests.doors.commands import EVERY
from tests.doors.commands import example as example_of
from tests.doors.running import desk
from tests.doors.transcript import case_desk, compare, fixed, transcript

REPORT = """\
The general spoke on Wednesday: “the United States has decided to reduce our troop
presence in Iraq from about 5,200 to 3,000 troops during the month of September”.
Partner capacity programs, he said, go on.
"""

TRANSCRIPTS: dict[str, list[str]] = {
    "recording": [
        "pledger init",
        "pledger init --db other.db",
        "pledger import september-2020.yaml --dry-run",
        "pledger import september-2020.yaml --db other.db",
        "pledger import september-2020.yaml",
    ],
    "adding": [
        *(example(name) for name in GIVEN),
        example("level"),
        "pledger add level --source nbc-2020-09-09 --measure us-forces/iraq --value 'around 5,200' -y",
        "pledger add level --source nbc-2020-09-09 --measure us-forces/iraq --value '5,000'",
        "pledger add level --source nbc-2020-09-09 --measure us-forces/irak --value many -y",
        ("pledger add announcement --source nbc-2020-09-09 --speaker 'described=an official; "
        "of=united-states' --says 'it is so' --commit 'id=x; debtor=united-states; title=do it; "
        "due=ahead of the election; due.event=election-2020; given=if all goes well' -y"),
        ("pledger add announcement --source nbc-2020-09-09 --speaker donald-trump --says x "
        "--commit 'do it' -y"),
        "pledger add correction --of iraq-level --set value --reason x -y",
        "pledger add",
        "pledger add levle",
    ],
    "source-text": [
        "pledger source text nbc-2020-09-09 report.txt",
        "pledger source text nbc-2020-09-09 report.txt",
        "pledger source text nbc-2020-09-09 other.txt",
        "pledger source text nbc-2020 report.txt",
        "pledger source text nbc-2020-09-09 missing.txt",
        ("pledger add statement --source nbc-2020-09-09 --speaker donald-trump --date 2020-09-09 "
        "--quote 'the general spoke on Tuesday' -y"),
        "pledger source",
    ],
    "when": [
        "pledger when 'by May next year' --anchor 2020-09-09",
        "pledger when 'by May next year'",
        "pledger when 'just over a month before' --anchor 2020-09-09 --back",
        "pledger when 'in November' --anchor 2020-09-09 --ahead",
        "pledger when 'ahead of the election' --anchor 2020-09-09",
        "pledger when 'ahead of the election' --anchor 2020-09-09 --event election=2020-11",
        "pledger when 'as soon as possible' --anchor 2020-09-09 -o jsonl",
        "pledger when 'on the day of reckoning' --anchor 2020-09-09",
        "pledger when 'by May' --anchor May",
        "pledger when 'by May' --event May",
    ],
    "commitments": [
        "pledger commitments --as-of 2020-09-09",
        "pledger commitments --as-of 2021-06-01 --debtor united-states --closed-world",
        "pledger commitments --as-of 2021-05-15 --verdict possibly-overdue --known-by 2020-09-09",
        "pledger commitments --as-of 2021-05-15 --id-that-is-not-there x",
        "pledger commitments --as-of 2021-05-15 --verdict possibly",
        "pledger commitments --as-of 2021-02-30",
        "pledger commitments --recorded-by 34",
        "pledger commitments --recorded-by 20 --then 2020-10-01",
        "pledger commitments --then 2020-10-01 --as-of 2020-10-01",
        "pledger commitments --strict --lenient",
        "pledger commitments -o xml",
        *(f"pledger commitments --as-of 2020-10-01 --measure us-forces/iraq -o {output}"
          for output in OUTPUTS),
    ],
    "due-and-overdue": [
        "pledger due",
        "pledger due --as-of 2020-09-20",
        "pledger due --as-of 2020-09-20 --within 10w -o csv",
        "pledger due --from 2020-10-01 --to 2020-11-30 --as-of 2020-09-09 -o csv",
        "pledger due --within 999999w --as-of 2020-09-20 -o csv",
        "pledger due --within soon",
        "pledger overdue --as-of 2021-06-01",
        "pledger overdue --as-of 2021-06-01 --exit-code",
        "pledger overdue --as-of 2021-06-01 --unknown --exit-code",
        "pledger overdue --as-of 2021-06-01 --closed-world --exit-code -o markdown",
        "pledger deadlines --as-of 2020-10-01",
    ],
    "levels": [
        "pledger levels --as-of 2020-10-01",
        "pledger levels --as-of 2020-10-01 -o chart",
        "pledger levels --as-of 2020-10-01 --measure us-forces/iraq -o json",
        "pledger commitments -o chart",
    ],
    "said-and-timeline": [
        "pledger said --as-of 2020-10-01",
        "pledger statements --by trump --about afghanistan",
        "pledger said --by frank-mckenzie --from 2020-09-09 --to 2020-09-09 -o markdown",
        "pledger said --by nobody",
        "pledger timeline --from 2020-01-01 --to 2020-03-31",
        "pledger timeline --type agreement -o json",
    ],
    "names": [
        "pledger agreements --as-of 2021-06-01",
        "pledger actors --kind person",
        "pledger sources",
    ],
    "second-look": [
        f"{example_of(EVERY[f'pledger {name}'])} --today 2026-01-31"
        for name in ("contradictions", "stale", "scorecard", "search", "check", "diff")
    ],
    "life": [
        example_of(EVERY[f"pledger {name}"])
        for name in ("fulfil", "breach", "condition", "amend", "suspend", "resume", "rescind",
                     "release", "supersede", "assess")
    ],
    "showing": [
        "pledger show us-iraq-3000 --as-of 2020-10-01",
        "pledger show foreign-forces-out --why --as-of 2021-05-15",
        "pledger show axios-remark",
        "pledger show taliban",
        "pledger show 1 -o jsonl",
        "pledger show us-iraq-300",
        "pledger show 99",
    ],
    "auditing": [
        "pledger audit us-iraq-3000",
        "pledger audit donald-trump -o csv",
        "pledger audit nobody",
    ],
    "correcting": [
        "pledger correct us-iraq-3000 --set due='by 15 October' --reason 'misheard' --yes",
        "pledger correct iraq-reduction --set role=none --set note='as told' --reason x --yes",
        "pledger correct us-iraq-3000 --set due='by 15 October' --reason 'misheard' --yes",
        "pledger correct us-iraq-3000 --set deu=x --reason x --yes",
        "pledger correct us-iraq-3000 --set due --reason x --yes",
        "pledger correct us-iraq-3000 --set due=a --set due=b --reason x --yes",
        "pledger correct us-iraq-3000 --set due='by 20 October' --reason x",
        "pledger correct us-iraq-3000 --set due='by 20 October'",
        "pledger correct nbc-2020-09-09 --set published=2020-09-10 --reason 'misread' --yes",
        "pledger retract afghanistan-level --reason 'of another place' --yes",
        "pledger retract afghanistan-level --reason 'again' --yes",
        "pledger import september-2020.yaml",
        "pledger retract last --reason 'no, of this one' --yes",
        "pledger retract us-iraq-3000 --reason x --yes",
        "pledger audit iraq-reduction",
        "pledger commitments --as-of 2020-10-01 -o jsonl --measure us-forces/iraq",
        "pledger rebuild",
        "pledger commitments --as-of 2020-10-01 -o jsonl --measure us-forces/iraq",
    ],
    "demo": ["pledger demo", "pledger demo --dir demo", "pledger demo --dir taken"],
    "usage": [
        "pledger",
        "pledger --version",
        "pledger comitments",
        "pledger --nope",
        "pledger commitments --db",
        "pledger import",
        "pledger commitments extra",
        "pledger import missing.yaml",
    ],
}  # fmt: skip

ELSEWHERE = {
    "follow", "status", "doctor", "config", "completion", "edit", "migrate", "redact", "checkpoint",
    "verify", "prove", "verify-bundle", "consistency", "backup", "restore",
}  # fmt: skip
"""Commands that have a test file of their own: their output depends on time or machine."""


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_the_transcript_is_as_expected(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with case_desk(tmp_path) as made:
        made.write("report.txt", REPORT)
        made.write("other.txt", "Something else.\n")
        made.write("taken", "")
        compare(name, transcript(made, TRANSCRIPTS[name]), request.config)


def test_every_command_is_seen_in_a_transcript() -> None:
    seen = {shlex.split(line)[1] for lines in TRANSCRIPTS.values() for line in lines
            if len(line.split()) > 1}  # fmt: skip
    every = {name for group in COMMANDS.values() for name in group}
    assert every - seen - ELSEWHERE == set()


def test_a_repeated_run_writes_the_same(tmp_path: Path) -> None:
    lines = TRANSCRIPTS["adding"]
    written = []
    for number in (1, 2):
        with case_desk(tmp_path / str(number)) as made:
            written.append(transcript(made, lines))

    assert written[0] == written[1]


def test_init_leaves_what_lies_there_alone(tmp_path: Path) -> None:
    with fixed(), desk(tmp_path) as made:
        before = Path("ledger.db").read_bytes()
        ran = made.pledger("init")

    assert (ran.status, ran.out) == (4, "")
    assert (tmp_path / "ledger.db").read_bytes() == before
