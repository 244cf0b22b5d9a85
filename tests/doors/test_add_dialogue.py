"""`pledger add` without a type asks for everything; whom it names anew is declared on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doors.running import PEOPLE, Desk, Ran, desk

LEVEL = {
    "type": "level", "source": "", "another source": "", "date": "2020-09-09", "id": "count",
    "measure": "guards/strelsau", "value": "about 300", "scope": "", "says": "", "place": "",
    "note": "", "record": "y",
}  # fmt: skip
"""What is typed for a level, question by question; an empty answer takes what is proposed."""


def typed(answers: dict[str, str], **changed: str | list[str]) -> str:
    """The lines that somebody types; a list stands for several lines in one place."""
    whole: dict[str, str | list[str]] = {**answers, **changed}
    lines = [
        line for each in whole.values() for line in ([each] if isinstance(each, str) else each)
    ]
    return "".join(f"{line}\n" for line in lines)


def recorded(made: Desk, position: int) -> list[dict[str, Any]]:
    """The events from a position on, as documents."""
    ran = made.pledger("follow", "--from", str(position), "--once", "-o", "jsonl")
    return [row["event"] for row in ran.rows]


def added(made: Desk, text: str) -> Ran:
    return made.pledger("add", stdin=text, keyboard=True)


def test_what_is_typed_is_shown_as_it_is_read_and_recorded(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = added(made, typed(LEVEL))
        [event] = recorded(made, 5)

    assert ran.status == 0
    assert ran.out.startswith("5  count  ")
    assert "  value: about 300 → 270 … 329\n" in ran.err
    assert event == {
        "type": "level", "id": "count", "date": "2020-09-09", "source": ["gazette"],
        "measure": "guards/strelsau", "value": "about 300",
    }  # fmt: skip


def test_questions_go_to_standard_error_and_answers_alone_to_standard_output(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = added(made, typed(LEVEL))

    assert len(ran.out.splitlines()) == 1
    assert "measure (id of the measure): " in ran.err


def test_source_and_place_of_the_last_event_are_proposed(tmp_path: Path) -> None:
    before = (
        "- {type: source, id: mirror, title: Court news, published: 2020-09-10}\n"
        "- {type: statement, source: mirror, speaker: rudolf, says: Yes., place: Zenda}\n"
        "- {type: actor, id: sapt, name: Sapt, kind: person}\n"
    )
    with desk(tmp_path, PEOPLE, before) as made:
        ran = added(made, typed(LEVEL))
        [event] = recorded(made, 8)

    assert "source (where it is reported) [mirror]: " in ran.err
    assert "place (where, in words) [Zenda]: " in ran.err
    assert (event["source"], event["place"]) == (["mirror"], "Zenda")


def test_a_proposal_can_be_left_out(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        answers = {key: value for key, value in LEVEL.items() if key != "another source"}
        ran = added(made, typed(answers, source="-"))
        [event] = recorded(made, 5)

    assert ran.status == 0
    assert "source" not in event


def test_an_unknown_measure_is_declared_in_the_same_transaction(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = added(made, typed(LEVEL, measure=["horses", "y", "horses", "Zenda"]))
        measure, level = recorded(made, 5)

    assert ran.status == 0
    assert "no measure 'horses' is known" in ran.err
    assert ran.err.endswith("2 events recorded at positions 5 to 6\n")
    assert measure == {"type": "measure", "id": "horses", "place": "Zenda", "unit": "horses"}
    assert level["measure"] == "horses"


def test_an_unknown_source_and_an_unknown_actor_are_declared_too(tmp_path: Path) -> None:
    statement = {
        "type": "statement",
        "source": ["mirror", "y", "Court news", "The Mirror", "2020-09-10", ""],
        "date": "", "id": "hail",
        "speaker": ["flavia", "y", "Princess Flavia", "person"],
        "role": "Princess", "on_behalf_of": "", "audience": "", "venue": "", "asked": "",
        "attribution": "", "quote": "Hail to the king", "quote_kind": "full", "says": "", "kind": "",
        "commits": ["id=be-loyal; debtor=zenda; title=be loyal; due=soon", "y", "Zenda", "state", ""],
        "place": "", "note": "", "record": "",
    }  # fmt: skip
    with desk(tmp_path, PEOPLE) as made:
        ran = added(made, typed({}, **statement))  # type: ignore[arg-type]
        events = recorded(made, 5)
        rows = made.rows("commitments", "--as-of", "2020-12-31")

    assert ran.status == 0, ran.err
    assert [(event["type"], event["id"]) for event in events] == [
        ("source", "mirror"), ("actor", "flavia"), ("actor", "zenda"), ("statement", "hail")
    ]  # fmt: skip
    assert [(row["id"], row["debtor"]) for row in rows] == [("be-loyal", "zenda")]


def test_a_slip_of_the_pen_is_asked_about_before_something_is_declared(tmp_path: Path) -> None:
    wrong_then_right = typed(LEVEL, measure=["guards/strelsu", "n"]).removesuffix("y\n")
    again = typed(
        {key: "" for key in LEVEL if key not in ("type", "record")}, measure="guards/strelsau"
    )
    with desk(tmp_path, PEOPLE) as made:
        ran = added(made, f"{wrong_then_right}y\n{again}y\n")
        [event] = recorded(made, 5)

    assert ran.status == 0, ran.err
    assert "did you mean 'guards/strelsau'?" in ran.err
    assert "measure (id of the measure) [guards/strelsu]: " in ran.err
    assert (event["measure"], event["value"], event["date"]) == (
        "guards/strelsau", "about 300", "2020-09-09",
    )  # fmt: skip


def test_a_refused_answer_is_told_and_nothing_is_recorded(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = added(made, typed(LEVEL, value="lots and lots", record="n"))
        head = made.head

    assert (ran.status, ran.out, head) == (130, "", 4)
    assert "value: error: " in ran.err
    assert ran.err.endswith("nothing was recorded\n")


def test_who_says_no_records_nothing(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = added(made, typed(LEVEL, record="n"))
        head = made.head

    assert (ran.status, ran.out, head) == (130, "", 4)


def test_the_end_of_input_ends_it(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = added(made, "level\ngazette\n")
        head = made.head

    assert (ran.status, ran.out, head) == (130, "", 4)


def test_where_nobody_can_be_asked_the_type_must_be_named(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger("add", stdin=typed(LEVEL))

    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "error: nobody can be asked for the event\n"
        "hint: name its type: pledger add announcement --help\n"
    )


def test_what_must_be_answered_is_asked_until_it_is(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = added(made, typed(LEVEL, type=["lvl", "level"], measure=["", "guards/strelsau"]))

    assert ran.status == 0
    assert "'lvl' is none of them; did you mean 'level'?" in ran.err
    assert "an answer is needed here" in ran.err


LEVEL_OF_HORSES = (
    "add", "level", "--source", "gazette", "--measure", "horses", "--value", "7", "--yes",
)  # fmt: skip


def test_create_declares_what_a_script_names_anew(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger(*LEVEL_OF_HORSES, "--create", "measure:horses=horses; place=Zenda")
        again = made.pledger(*LEVEL_OF_HORSES, "--create", "measure:horses=horses; place=Zenda")
        measure, _ = recorded(made, 5)

    assert ran.status == 0
    assert measure == {"type": "measure", "id": "horses", "place": "Zenda", "unit": "horses"}
    assert again.err.endswith("1 event recorded before, unchanged\n")


def test_without_create_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger(*LEVEL_OF_HORSES)
        head = made.head

    assert (ran.status, ran.out, head) == (6, "", 4)
    assert "no measure 'horses' is known" in ran.err


def test_create_serves_imports_and_says_what_an_actor_is_called(tmp_path: Path) -> None:
    document = "- {type: statement, id: s1, source: gazette, speaker: sapt, says: Yes.}\n"
    with desk(tmp_path, PEOPLE) as made:
        made.write("doc.yaml", document)
        refused = made.pledger("import", "doc.yaml")
        ran = made.pledger("import", "doc.yaml", "--create", "actor:sapt=person")
        named = made.pledger(
            "import", "doc.yaml", "--create", "actor:fritz=person; name=Fritz von Tarlenheim"
        )
        names = {row["id"]: row["name"] for row in made.rows("actors")}

    assert refused.status == 6
    assert ran.status == named.status == 0
    assert ran.err.startswith("actor sapt: called by its id, as no name is given\n")
    assert (names["sapt"], names["fritz"]) == ("sapt", "Fritz von Tarlenheim")


def test_create_leaves_alone_what_is_known(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger(
            "add", "level", "--source", "gazette", "--measure", "guards/strelsau", "--value", "7",
            "--yes", "--create", "measure:guards/strelsau=horses",
        )  # fmt: skip
        head = made.head

    assert (ran.status, head) == (0, 5)


@pytest.mark.parametrize(
    "given",
    ["taliban", "actor:taliban", "actor:=person", "actor:taliban=", "level:x=y", "=actor:x"],
)
def test_what_declares_nothing_is_a_mistake_of_use(given: str, tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger(*LEVEL_OF_HORSES, "--create", given)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: --create: {given!r} declares nothing\nhint: --create '")


def test_a_declaration_with_an_unfit_value_is_refused(tmp_path: Path) -> None:
    with desk(tmp_path, PEOPLE) as made:
        ran = made.pledger(*LEVEL_OF_HORSES, "--create", "actor:sapt=knight; name=Sapt")
        head = made.head

    assert (ran.status, head) == (6, 4)
    assert "kind cannot be 'knight'" in ran.err
