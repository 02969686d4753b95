"""The benchmark's own foundations at 200 registrations: the truth, our answer to it, memory, statements. No timing."""

import tracemalloc

import pytest

from benchmarks import limits, ours, report
from benchmarks.dataset import Dataset, Truth, bsns, make, onderwijsnummers
from bronsync.adapters.bron import berichten

SIZE = 200


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Dataset:
    return make(tmp_path_factory.mktemp("benchmark") / str(SIZE), SIZE, peers=True, per_aanleverpunt=100)


def compared(data: Dataset):
    with ours.opened(data) as (lvs, store):
        return ours.compare([ours.omgeving(aanleverpunt, lvs, store) for aanleverpunt in data.aanleverpunten])


def test_the_generator_makes_every_kind_of_difference_and_the_same_ones_again(data, tmp_path):
    truth = data.truth
    assert truth.left_only
    assert truth.right_only
    assert truth.changed
    assert len(data.aanleverpunten) == 2
    assert make(tmp_path / "again", SIZE, peers=False, per_aanleverpunt=100).truth == truth


def test_machine_made_numbers_pass_the_elfproef():
    from bronsync.domain.gegevens.nummers import Ongeldig, lees_bsn, lees_onderwijsnummer

    for number, _ in zip(bsns(), range(50), strict=False):
        assert not isinstance(lees_bsn(number), Ongeldig)
        assert number.startswith("9999")
    for number, _ in zip(onderwijsnummers(), range(50), strict=False):
        assert not isinstance(lees_onderwijsnummer(number), Ongeldig)


def test_our_comparison_gives_the_truth(data):
    assert ours.differs(ours.as_truth(compared(data)), data.truth) == ""


@pytest.mark.parametrize("part", ["left_only", "right_only", "changed rows", "changed fields"])
def test_a_wrong_answer_is_noticed(data, part):
    answer = Truth.from_json(data.truth.to_json())
    match part:
        case "changed rows":
            answer.changed.popitem()
        case "changed fields":
            next(iter(answer.changed.values())).add("geslacht")
        case side:
            getattr(answer, side).pop()
    assert ours.differs(answer, data.truth) == part


def test_the_messages_hold_the_rows_of_the_picture(data):
    answers = [berichten.lees(document) for document in data.overviews()]
    assert limits.wrong_overviews(answers, data) == ""
    assert limits.wrong_overviews(answers[:1], data) == "" != limits.wrong_overviews([], data)


def test_statements_do_not_grow_with_the_number_of_leerlingen(data, tmp_path):
    more = make(tmp_path / "more", 400, peers=False, xml=False, per_aanleverpunt=400)
    counts = [limits.statements(one) for one in (data, more)]
    for flow in ("acties bepalen", "controleren"):
        few, many = (max(count[flow].values()) for count in counts)
        assert few == many <= 6


def test_memory_follows_the_largest_aanleverpunt(tmp_path):
    peaks = []
    for size in (100, 1000):
        data = make(tmp_path / str(size), size, peers=False, xml=False, per_aanleverpunt=100)
        with ours.opened(data) as (lvs, store):
            environments = [ours.omgeving(aanleverpunt, lvs, store) for aanleverpunt in data.aanleverpunten]
            ours.compare(environments)  # what is imported, compiled and remembered at the first use is not of this size
            tracemalloc.start()
            for omg in environments:
                ours.compare_one(omg)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


def test_a_goal_is_missed_only_when_median_and_minima_miss_it():
    goal = {"id": "LIM-1", "deel": "2000", "doel": 2.3, "richting": "hoogstens"}
    assert report.met({**goal, "ratio": 2.5, "minima": 2.2})
    assert not report.met({**goal, "ratio": 2.5, "minima": 2.4})
    assert not report.met({**goal, "fout": "wrong"})
    other = {"id": "PEER-1", "deel": "50000", "doel": 1.7, "richting": "minstens"}
    assert report.met({**other, "ratio": 1.6, "minima": 1.8})
    assert not report.met({**other, "ratio": 1.6, "minima": 1.65})


def test_the_worst_part_decides():
    part = {"id": "PEER-10", "richting": "minstens", "doel": 6}
    parts = [{**part, "deel": "zeep", "ratio": 9.0}, {**part, "deel": "xsdata", "ratio": 5.0}]
    assert report.summary(parts)["PEER-10"] == {
        "ratio": 5.0,
        "doel": 6,
        "gehaald": False,
        "delen": {
            "zeep": {"ratio": 9.0, "doel": 6, "gehaald": True},
            "xsdata": {"ratio": 5.0, "doel": 6, "gehaald": False},
        },
    }


def test_FOUTEN_data_made_for_less_are_made_anew_and_for_more_are_used(tmp_path):
    """`--snel --map D` and then the same map with the peers: their tables were not there."""
    from benchmarks.__main__ import provide

    provide(tmp_path, 60, peers=False, per_aanleverpunt=30)
    assert not Dataset(tmp_path / "60").bron_normalised.exists()
    provide(tmp_path, 60, peers=True, per_aanleverpunt=30)
    rijk = Dataset(tmp_path / "60").bron_normalised
    assert rijk.exists()
    moment = rijk.stat().st_mtime_ns
    provide(tmp_path, 60, peers=False, per_aanleverpunt=30)
    assert rijk.stat().st_mtime_ns == moment
    provide(tmp_path, 60, peers=True, per_aanleverpunt=60)
    assert len(Dataset(tmp_path / "60").aanleverpunten) == 1


@pytest.mark.parametrize("spoil", [lambda pad: pad.unlink(), lambda pad: pad.write_text("{")])
def test_FOUTEN_data_that_were_not_made_whole_are_made_anew(tmp_path, spoil):
    from benchmarks.__main__ import provide

    provide(tmp_path, 60, peers=False, per_aanleverpunt=30)
    spoil(tmp_path / "60" / "gemaakt.json")
    (tmp_path / "60" / "waarheid.json").unlink()
    provide(tmp_path, 60, peers=False, per_aanleverpunt=30)
    assert Dataset(tmp_path / "60").truth.left


def test_FOUTEN_data_of_another_generator_are_made_anew(tmp_path, monkeypatch):
    from benchmarks import dataset

    make(tmp_path / "60", 60, peers=True, per_aanleverpunt=30)
    wanted = {"peers": True, "xml": True, "per_aanleverpunt": 30}
    assert dataset.made_for(tmp_path / "60", **wanted)
    monkeypatch.setattr(dataset, "_generator", lambda: "newer")
    assert not dataset.made_for(tmp_path / "60", **wanted)
