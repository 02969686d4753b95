"""A persons file in the format of the RvIG test set is read as it is, whatever is missing in it."""

import csv
import io
from collections import Counter

import pytest

from bronsync_demo.fouttekst import DemoFout
from bronsync_demo.personen import gewone_naam, is_bsn, lees_personen

KOP = ["", "01.01.20", "01.02.10", "01.02.30", "01.02.40", "01.03.10", "01.04.10", "04.05.10", "04.64.10", "04.H", "07.70.10",
       "08.09.10", "08.11.10", "08.11.20", "08.11.60", "08.11.70", "08.13.10", "08.13.30"]  # fmt: skip
JAN = {"": "Lg01_1", "01.01.20": "999990019", "01.02.10": "Jan", "01.02.40": "Boer", "01.03.10": "19800229", "01.04.10": "M",
       "08.11.60": "2596 tw", "08.11.20": "4", "08.11.10": "Leyweg"}  # fmt: skip


@pytest.fixture
def shipped(root):
    return lees_personen(root / "resources/demo/rvig/persoonslijsten-proefomgeving-gba-v.csv")


@pytest.fixture
def file(tmp_path):
    def write(*rows, kop=KOP, line_end="\r\n", encoding="utf-8-sig"):
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=";", lineterminator=line_end)
        writer.writerow(kop)
        for row in rows:
            writer.writerow([row.get(column, "") for column in kop])
        path = tmp_path / "personen.csv"
        path.write_bytes(out.getvalue().encode(encoding))
        return path

    return write


def test_the_shipped_file_has_344_persons_with_what_makes_them_hard(shipped):
    assert len(shipped) == 344
    assert all(p.bsn is None or is_bsn(p.bsn) for p in shipped)
    double = [bsn for bsn, n in Counter(p.bsn for p in shipped).items() if n > 1]
    assert len(double) == 3
    assert sum(p.voornamen is None for p in shipped) == 5
    assert sum(p.geboortedatum == "0000-00-00" for p in shipped) == 2  # zeros, and empty
    assert sum(p.geboortedatum.endswith("-00") for p in shipped) == 7
    assert sum(p.geheim for p in shipped) == 22
    assert any(ord(c) > 255 for p in shipped for c in p.achternaam)


def test_nationalities_are_those_held_now_and_dutch_goes_alone(shipped):
    per_lijst = {p.lijst: p.nationaliteiten for p in shipped}
    assert per_lijst["Lg01_439"] == ("0001",)
    assert per_lijst["Lg01_311"] == ("0055", "0052")
    assert all(len(set(n)) == len(n) for n in per_lijst.values())


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_line_ends_and_byte_order_mark_do_not_matter(file, line_end, encoding):
    (jan,) = lees_personen(file(JAN, line_end=line_end, encoding=encoding))
    assert (jan.bsn, jan.voornamen, jan.achternaam, jan.geboortedatum) == ("999990019", "Jan", "Boer", "1980-02-29")
    assert (jan.adres.postcode, jan.adres.huisnummer) == ("2596TW", 4)


def test_the_order_of_columns_and_unknown_columns_do_not_matter(file):
    kop = [*reversed(KOP), "99.99.99", "iets anders"]
    assert lees_personen(file(JAN, kop=kop)) == lees_personen(file(JAN))


def test_missing_columns_leave_their_value_unknown(file):
    (jan,) = lees_personen(file(JAN, kop=["", "01.02.40", "01.03.10"]))
    assert (jan.bsn, jan.voornamen, jan.geslacht, jan.adres, jan.nationaliteiten) == (None, None, "O", None, ())


def test_history_rows_belong_to_the_person_above(file):
    oud = {"01.02.40": "Vroeger", "08.11.60": "1000AA"}
    assert [p.achternaam for p in lees_personen(file(JAN, oud, oud, {**JAN, "": "LG01_2"}))] == ["Boer", "Boer"]


@pytest.mark.parametrize("tekst", ["", "00000000", "19800231", "19801300", "19800001", "geen", "198001"])
def test_what_is_no_date_is_wholly_unknown(file, tekst):
    assert lees_personen(file({**JAN, "01.03.10": tekst}))[0].geboortedatum == "0000-00-00"


def test_partial_dates_stay(file):
    assert [
        p.geboortedatum for p in lees_personen(file({**JAN, "01.03.10": "19950200"}, {**JAN, "01.03.10": "19680000"}))
    ] == [
        "1995-02-00",
        "1968-00-00",
    ]


def test_a_bsn_that_fails_the_elfproef_counts_as_missing(file):
    assert lees_personen(file({**JAN, "01.01.20": "999990018"}))[0].bsn is None


def test_a_foreign_address_keeps_its_lines(file):
    (jan,) = lees_personen(file({**JAN, "08.11.60": "", "08.13.10": "5010", "08.13.30": "Rue de la Loi 1"}))
    assert (jan.adres.land, jan.adres.adresregels) == ("5010", ("Rue de la Loi 1",))


def test_names_are_in_the_form_of_the_brp(file):
    (jan,) = lees_personen(file({**JAN, "01.02.10": " Je\u0301ro\u0302me\t  Jan ", "01.02.40": "\u0152uvre\u2019s"}))
    assert (jan.voornamen, jan.achternaam) == ("J\u00e9r\u00f4me Jan", "\u0152uvre\u2019s")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a;b\r\n1;2\r\n"])
def test_another_kind_of_file_is_refused_with_a_sentence(tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(DemoFout, match="personenbestand"):
        lees_personen(path)


def test_a_missing_file_is_refused_with_a_sentence_without_its_path(tmp_path):
    with pytest.raises(DemoFout, match="niet te lezen") as caught:
        lees_personen(tmp_path / "geheim.csv")
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("delimiter", [",", "\t", "|"])
def test_B18_a_file_saved_again_with_other_separators_is_refused(file, delimiter, tmp_path):
    path = tmp_path / "anders.csv"
    path.write_text(file(JAN).read_text(encoding="utf-8-sig").replace(";", delimiter), encoding="utf-8")
    with pytest.raises(DemoFout, match=r"ontbreken kolommen: 01\.02\.40 \(achternaam\)"):
        lees_personen(path)


@pytest.mark.parametrize("column", ["01.02.40", "01.03.10"])
def test_B18a_a_file_without_a_column_that_makes_a_person_is_refused(file, column):
    with pytest.raises(DemoFout, match=column):
        lees_personen(file(JAN, kop=[name for name in KOP if name != column]))


@pytest.mark.parametrize("date", ["29-02-1980", "1,98E+07", "29/02/80"])
def test_B18b_dates_that_another_program_rewrote_are_refused(file, date):
    with pytest.raises(DemoFout, match="jjjjmmdd"):
        lees_personen(file(JAN | {"01.03.10": date}, JAN | {"01.03.10": date, "": "Lg01_2"}))


def test_B18d_numbers_that_a_spreadsheet_rewrote_are_refused(file):
    with pytest.raises(DemoFout, match="burgerservicenummers"):
        lees_personen(file(JAN | {"01.01.20": "1E+09"}, JAN | {"01.01.20": "9,9999E+08", "": "Lg01_2"}))
    assert len(lees_personen(file(JAN | {"01.01.20": "9999.90.019"}, JAN | {"01.01.20": "", "": "Lg01_2"}))) == 2


@pytest.mark.parametrize(
    ("encoding", "achternaam"), [("cp1252", "Zoë"), ("utf-16", "Zoë"), ("utf-8", "ZoÃ«"), ("utf-8", "Zo\ufffd")]
)
def test_B18c_a_file_in_another_encoding_is_refused(file, encoding, achternaam):
    with pytest.raises(DemoFout):
        lees_personen(file(JAN | {"01.02.40": achternaam}, encoding=encoding))


@pytest.mark.parametrize(
    ("voornamen", "achternaam", "gewoon"),
    [
        ("Jan", "Boer", True),
        ("Anna Maria", "Tjon á Jon", True),
        ("Róza", "Żywiałowska", True),
        ("John Y B", "Bloëmsma", True),
        ("Jan", "<Onbekend> & </Onbemind>", False),
        ("Rente @ 100%", "Boer", False),
        ("Jan", '"Onbemind"', False),
        ("Jan", "C", False),
        ("Żáïŀëñøŕ Åłéèç Ðëļŧå", "Streeveld", False),
        ("Jan", "Hövell tot Westerflier en Wezelveld-Oetgens van Waveren", False),
    ],
)
def test_the_names_that_no_school_has_are_known(file, voornamen, achternaam, gewoon):
    (een,) = lees_personen(file({**JAN, "01.02.10": voornamen, "01.02.40": achternaam}))
    assert gewone_naam(een) is gewoon


def test_most_of_the_test_set_has_a_name_as_a_school_has_it(shipped):
    vreemd = [een for een in shipped if not gewone_naam(een)]
    assert 5 < len(vreemd) < 20
