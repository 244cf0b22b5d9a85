"""Names in a document: what may bear one, what it may refer to, and what was probably meant."""

from __future__ import annotations

import pytest

from ledger.model.event import Described
from tests.intake.documents import by_id, ledger, one, refused, shown

SAID = "- {type: statement, id: s, source: report, says: x, speaker: "


@pytest.mark.parametrize("id", ["17", "0017", "٣٤", "two words", "none", "-x", "x-", "😀", "a,b"])
def test_an_id_is_one_word_and_looks_like_no_position(id: str) -> None:
    line = f'- {{type: actor, id: "{id}", name: X, kind: state}}'

    assert refused(line) == (
        f"doc.yaml:1:21: error: '{id}' is no id\n"
        f"  {line}\n"
        f"  {' ' * 20}^\n"
        "  hint: one word, not only digits: us-iraq-3000\n"
        "nothing recorded"
    )


@pytest.mark.parametrize(
    "id", ["us-iraq-3000", "us-forces/iraq", "élysée", "中国", "17a", "O'Neill"]
)
def test_other_words_are_ids(id: str) -> None:
    assert one(f'- {{type: actor, id: "{id}", name: X, kind: state}}').id == id


def test_an_id_is_given_once_in_a_document_whatever_bears_it() -> None:
    document = """
        - {type: actor, id: bob, name: Bob, kind: person}
        - {type: source, id: bob, title: T, published: 2020-09-09}
        - type: statement
          source: report
          speaker: taliban
          says: x
          commits: [{id: bob, title: t, debtor: taliban}]
        """

    assert refused(document, known=ledger()) == shown(
        """
        doc.yaml:2:22: error: the id 'bob' is given twice (line 1 too)
          - {type: source, id: bob, title: T, published: 2020-09-09}
                               ^
        doc.yaml:7:18: error: the id 'bob' is given twice (line 1 too)
            commits: [{id: bob, title: t, debtor: taliban}]
                           ^
        nothing recorded
        """
    )


class TestReferences:
    """An id in a field names something that is known, and of the kind that the field means."""

    def test_an_unknown_id_is_refused_with_the_nearest_of_its_kind(self) -> None:
        assert refused(f"{SAID}frank-mckensie}}", known=ledger()) == shown(
            """
            doc.yaml:1:62: error: no actor 'frank-mckensie' is known; did you mean 'frank-mckenzie'?
              - {type: statement, id: s, source: report, says: x, speaker: frank-mckensie}
                                                                           ^
              hint: declare it: - {type: actor, id: frank-mckensie, …}
            nothing recorded
            """
        )

    def test_an_id_of_another_kind_is_refused_by_name(self) -> None:
        assert refused(f"{SAID}report}}", known=ledger()) == shown(
            """
            doc.yaml:1:62: error: 'report' is a source, not an actor
              - {type: statement, id: s, source: report, says: x, speaker: report}
                                                                           ^
            nothing recorded
            """
        )

    def test_a_commitment_is_no_event(self) -> None:
        document = f"{SAID}taliban, commits: {{id: c, title: t, debtor: taliban}}}}\n"
        known = ledger(document)

        assert "'c' is a commitment, not an event" in refused(
            "- {type: retraction, of: c, reason: x}", known=known
        )

    def test_a_relation_may_name_an_event_or_a_commitment(self) -> None:
        document = f"{SAID}taliban, commits: {{id: c, title: t, debtor: taliban}}}}\n"
        known = ledger(document)
        more = (
            "- {type: statement, source: report, speaker: taliban, says: y, relations: "
            "[{rel: reaffirms, to: c}, {rel: restates, to: s}]}"
        )

        assert [relation.to for relation in one(more, known=known).relations] == ["c", "s"]

    def test_of_a_document_and_of_the_ledger_together(self) -> None:
        events = by_id(
            f"""
            {SAID}bob, on_behalf_of: taliban}}
            - {{type: actor, id: bob, name: Bob, kind: person}}
            """.replace("\n            ", "\n"),
            known=ledger(),
        )

        assert (events["s"].speaker, events["s"].on_behalf_of) == ("bob", "taliban")

    def test_many_unknown_names_are_all_told_though_not_all_get_a_suggestion(self) -> None:
        document = "".join(f"{SAID.replace('id: s, ', '')}talibam{n}}}\n" for n in range(300))

        output = refused(document, known=ledger())

        assert output.count("error: no actor 'talibam") == 300
        assert 50 <= output.count("did you mean 'taliban'?") <= 100


class TestDescribed:
    """Somebody who is described and not named is never matched to a person."""

    def test_a_described_speaker(self) -> None:
        event = one(
            f"{SAID}{{described: a senior official, of: united-states}}, attribution: background}}",
            known=ledger(),
        )

        assert event.speaker == Described(described="a senior official", of="united-states")

    def test_described_and_named_parties_stand_together(self) -> None:
        event = one(
            "- {type: agreement, source: report, parties: [taliban, {described: two envoys}]}",
            known=ledger(),
        )

        assert event.parties == ("taliban", Described(described="two envoys"))

    def test_whom_he_speaks_for_must_be_known(self) -> None:
        output = refused(
            f"{SAID}{{described: an envoy, off: taliban, of: talibam}}}}", known=ledger()
        )

        assert "a description has no field 'off'" in output
        assert "no actor 'talibam' is known; did you mean 'taliban'?" in output

    def test_a_field_that_takes_a_name_takes_no_list(self) -> None:
        assert "speaker takes one value, not a list" in refused(
            f"{SAID}[taliban, united-states]}}", known=ledger()
        )

    def test_a_field_that_takes_a_name_is_not_empty(self) -> None:
        assert "speaker is empty" in refused(f"{SAID}''}}", known=ledger())


class TestSources:
    """Where an event is reported: one source, several, or passages in them."""

    def sources_of(self, source: str) -> list[tuple[str, str | None, str | None]]:
        event = one(
            f"- {{type: statement, source: {source}, says: x, speaker: taliban}}", known=ledger()
        )
        return [(one.source, one.passage, one.at) for one in event.sources]

    def test_an_id(self) -> None:
        assert self.sources_of("report") == [("report", None, None)]

    def test_a_passage(self) -> None:
        assert self.sources_of("{source: report, passage: third paragraph, at: 210-260}") == [
            ("report", "third paragraph", "210-260")
        ]

    def test_a_list_of_both(self) -> None:
        assert self.sources_of("[report, {source: earlier, passage: end}]") == [
            ("report", None, None),
            ("earlier", "end", None),
        ]

    def test_each_must_be_known(self) -> None:
        output = refused(
            "- {type: statement, source: [reprot, {source: taliban}, {passage: end}], says: x, "
            "speaker: taliban}",
            known=ledger(),
        )

        assert "no source 'reprot' is known; did you mean 'report'?" in output
        assert "'taliban' is an actor, not a source" in output
        assert "a citation needs 'source': id of the source" in output


class TestCircles:
    """What leads back to itself cannot be meant."""

    def test_measures_that_are_parts_of_each_other(self) -> None:
        document = """
            - {type: measure, id: a, unit: troops, part_of: b}
            - {type: measure, id: b, unit: troops, part_of: a}
            """

        assert refused(document) == shown(
            """
            doc.yaml:1:3: error: 'a': it is a part of itself, by way of b
              - {type: measure, id: a, unit: troops, part_of: b}
                ^
            nothing recorded
            """
        )

    def test_a_measure_that_is_a_part_of_itself(self) -> None:
        assert "'a': it is a part of itself\n" in refused(
            "- {type: measure, id: a, unit: troops, part_of: a}"
        )

    def test_retractions_of_each_other(self) -> None:
        document = """
            - {type: retraction, id: a, of: b, reason: x}
            - {type: retraction, id: b, of: a, reason: x}
            """

        assert "'a': it retracts itself, by way of b" in refused(document)

    def test_corrections_of_each_other(self) -> None:
        document = """
            - {type: correction, id: a, of: b, set: {reason: y}, reason: x}
            - {type: correction, id: b, of: a, set: {reason: y}, reason: x}
            """

        assert "'a' corrects itself, or what corrects it" in refused(document)

    def test_days_that_hang_on_each_other(self) -> None:
        document = """
            - {type: occurrence, id: a, name: vote, date: {phrase: ahead of it, event: b}}
            - {type: occurrence, id: b, name: count, date: {phrase: several days later, event: a}}
            """

        assert "'a': its day hangs on itself, by way of b" in refused(document)
