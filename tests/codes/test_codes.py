"""The closed lists, one and all, and how a spelling finds its value."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache import codes
from attache.codes import Code, CodeList, folded, spelling
from attache.language import Both

LISTS = codes.names()
FOREIGN_VALUES = ("country", "currency")  # their values are those of ISO, in upper case


def outside(code: Code) -> list[str]:
    """The outside values that are taken on input."""
    return [code.also[k] for k in ("htcds", "iso") if code.also.get(k) not in (None, "Other")]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_what_it_is_and_where_it_comes_from(name):
    codelist = codes.load(name)
    assert codelist.name == name
    assert codelist.title.id.strip()
    assert codelist.title.en.strip()
    assert codelist.source.strip()
    assert len(list(codelist)) > 1


@pytest.mark.parametrize("name", LISTS)
def test_values_have_labels_and_a_source(name):
    """Labels stand in one cell, joined by semicolons, and are read again from there."""
    for code in codes.load(name):
        assert code.source.strip(), code.value
        for label in code.label:
            assert label == label.strip() != "", code.value
            assert not re.search(r"[;\r\n\t]", label), code.value


@pytest.mark.parametrize("name", LISTS)
def test_values_are_lower_case_words_joined_by_hyphens(name):
    form = r"[A-Z]{3,4}" if name in FOREIGN_VALUES else r"[a-z0-9]+(-[a-z0-9]+)*"
    assert [v for v in codes.load(name).codes if not re.fullmatch(form, v)] == []


@pytest.mark.parametrize("name", LISTS)
def test_no_two_values_share_a_spelling(name):
    """Only an outside value may stand for several of ours; the first has it then."""
    spelled = defaultdict(set)
    for code in codes.load(name):
        iso = [code.also["iso"]] if "iso" in code.also else []
        for text in (code.value, *code.label, *code.aliases, *iso):
            spelled[spelling(text)].add(code.value)
    assert {text: values for text, values in spelled.items() if len(values) > 1} == {}
    assert "" not in spelled


@pytest.mark.parametrize("name", LISTS)
def test_value_labels_and_aliases_are_understood(name):
    codelist = codes.load(name)
    for code in codelist:
        for text in (code.value, *code.label, *code.aliases):
            assert codelist.find(text) == code.value
            assert codelist.find(f"  {text.upper()} ") == code.value


@pytest.mark.parametrize("name", [n for n in LISTS if any(map(outside, codes.load(n)))])
def test_outside_values_are_understood(name):
    """The value itself, or the first that has the same outside value or is spelled so."""
    codelist = codes.load(name)
    for code in codelist:
        for text in outside(code):
            found = codelist.find(text)
            assert found is not None, text
            same = text in outside(codelist[found])
            assert same or folded(found) == folded(text), text


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("sex", "Feminine", "female"),
        ("sex", "NonConforming", "other"),
        ("exploitation", "ForcedLabour", "forced-labour"),
        ("means-of-control", "DebtBondage", "debt-bondage"),
        ("platform", "SnapChat", "snapchat"),
        ("recruiter-relation", "Acquainted", "acquaintance"),  # the first of two
        ("indonesian-province", "ID-AC", "aceh"),
        ("cambodian-province", "KH-2", "battambang"),
        ("cambodian-province", "Banteay Mean Choăy", "banteay-meanchey"),
        ("country", "KH", "KHM"),
        ("country", "Kamboja", "KHM"),
        ("country", "cambodia", "KHM"),
        ("answer", "ya", "yes"),
        ("answer", "✓", "yes"),
        ("answer", " √ ", "yes"),
        ("answer", "belum tahu", "unknown"),
        *(("sex", text, "male") for text in ("Laki", "Lelaki", "laki2", "Laki-laki (L)", "L.")),
        *(("sex", text, "female") for text in ("Prp", "prp.", "Perempuan (P)")),
        *(
            ("country", text, "IDN")
            for text in ("WNI", "RI", "INA", "Indonesian", "INDONESIA (WNI)")
        ),
        ("country", "RRT", "CHN"),
        ("country", "Korsel", "KOR"),
        ("indonesian-province", "JKT", "dki-jakarta"),
        ("indonesian-province", "32", "jawa-barat"),
        ("indonesian-province", "96", "papua-barat-daya"),
        ("indonesian-province", "Prov. Jawa Barat", "jawa-barat"),
        ("indonesian-province", "Provinsi Bali", "bali"),
        ("indonesian-province", "PROP. RIAU", "riau"),
        ("indonesian-province", "Prov Jatim", "jawa-timur"),
        ("indonesian-province", "Papua Brt", "papua-barat"),
        ("indonesian-province", "Jawa Tgh.", "jawa-tengah"),
        ("indonesian-province", "Sum. Utara", "sumatera-utara"),
        *(("cambodian-province", text, "phnom-penh") for text in ("PP", "PNH", "Prov. Phnom Penh")),
        *(("cambodian-province", text, "preah-sihanouk") for text in ("SHV", "Sihanouk")),
        ("cambodian-province", "BMC", "banteay-meanchey"),
        ("cambodian-province", "KPS", "kampong-speu"),
        *(("channel", text, "hotline") for text in ("Telp", "Telpon", "Tlp.")),
        *(("channel", text, "walk-in") for text in ("Langsung", "Datang", "Datang ke KBRI")),
        *(("channel", text, "social-media") for text in ("FB", "IG", "TikTok", "Sosmed")),
        *(("channel", text, "authorities") for text in ("GDI", "Imigrasi Kamboja")),
        ("consultation-topic", "Kehilangan paspor", "travel-document"),
        ("consultation-topic", "Pengurusan SPLP", "splp"),
        ("consultation-topic", "OS", "overstay"),
        ("consultation-topic", "Gaji tidak dibayar", "labour"),
        ("consultation-topic", "Korban TPPO", "suspected-trafficking"),
        ("consultation-topic", "Ditahan polisi", "crime"),
        ("consultation-topic", "Ingin pulang", "return"),
        ("consultation-topic", "dll.", "other"),
        ("consultation-outcome", "On progress", "in-progress"),
        ("consultation-outcome", "Closed", "resolved"),
        ("means-of-control", "Dipukul", "physical-abuse"),
        ("means-of-control", "Gaji tidak dibayar", "takes-earnings"),
        ("exploitation", "Prostitusi", "sexual-exploitation"),
        ("recruitment-method", "Loker", "online-advertisement"),
        ("document-holder", "Ybs.", "self"),
        ("answer", "menolak menjawab", "declined"),
    ],
)
def test_what_others_write_is_understood(name, text, value):
    assert codes.load(name).find(text) == value


MAPPED = [n for n in LISTS if any("htcds" in code.also for code in codes.load(n))]
OTHERS = [n for n in MAPPED if "other" in codes.load(n).codes]


@pytest.mark.parametrize("name", OTHERS)
def test_other_of_htcds_is_our_other(name):
    """What HTCDS has no name for is sent as Other; Other never comes back as that."""
    assert codes.load(name).find("Other") == "other"


def test_other_of_htcds_names_none_of_several():
    """It could mean any of the values that are sent so."""
    sent = [Code(v, Both(v, v), "invented", also={"htcds": "Other"}) for v in ("one", "two")]
    toy = CodeList("toy", Both("Mainan", "Toy"), "invented", {c.value: c for c in sent})
    assert toy.find("Other") is None


def test_some_list_maps_several_values_to_other():
    """Otherwise the test above would not test what it says."""
    assert "exploitation" in OTHERS
    mapped = [c.value for c in codes.load("exploitation") if c.also.get("htcds") == "Other"]
    assert len(mapped) > 1


@pytest.mark.parametrize("name", LISTS)
def test_nothing_is_guessed(name):
    for text in ("", " ", "?", "--", "zz zz zz", "😀", "n/a", "N.A.", " N/A"):
        assert codes.load(name).find(text) is None, text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sex", "Laki-laki (P)"),
        ("sex", "L/P"),
        ("indonesian-province", "Prov."),
        ("indonesian-province", "Jakarta Barat"),
        ("indonesian-province", "97"),
        ("country", "WNA"),
        ("answer", "V"),
        ("answer", "×"),
    ],
)
def test_what_is_not_certain_is_not_understood(name, text):
    assert codes.load(name).find(text) is None


@pytest.mark.parametrize(
    ("name", "text", "nearest"),
    [
        ("country", "WNA", None),  # once NIC
        ("indonesian-province", "NA", None),  # once aceh
        ("channel", "Telegram", None),
        ("sex", "perempuann", "female"),
        ("consultation-topic", "labor", "labour"),
        ("country", "Kambodja", "KHM"),
        ("indonesian-province", "Sumatra Utra", "sumatera-utara"),
        ("sex", "qqqqqq", None),
        ("sex", "", None),
    ],
)
def test_the_nearest_value_is_suggested(name, text, nearest):
    assert codes.load(name).nearest(text) == nearest


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Banteay Mean Choăy", "banteaymeanchoay"),
        ("Côte d’Ivoire", "cotedivoire"),
        ("  not-asked ", "notasked"),
        ("ＡＢＣ", "abc"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("0–11", "011"),
        ("\u200fYa\u200b", "ya"),
        ("?!", ""),
        *((f"Nur{sign}aini", "nuraini") for sign in "’'ʼ`‘ʻ´"),
        ("Đặng Łucja Ærø", "danglucjaaero"),
    ],
)
def test_a_spelling_is_folded(text, plain):
    assert folded(text) == plain
    assert folded(f"é{text}") == f"e{plain}"  # the quick way and the long one agree


@given(st.text(), st.text())
def test_what_is_searched_for_is_found_in_what_holds_it(before, after):
    """However either is written; words stay apart."""
    searched = codes.searched(f"{before} Rifa’i  RENÉ {after}")
    assert all(codes.searched(word) in searched for word in ("rifa'i", "Rene\u0301"))


@given(st.text())
def test_what_is_searched_is_what_is_folded_but_for_its_spaces(text):
    words = codes.searched(text).decode(errors="surrogatepass").split()
    assert "".join(words) == codes.fold(text)


@pytest.mark.parametrize(
    "texts",
    [
        ["", "2 orang", "10 orang", "anak", "Ayah", "ayahanda"],
        ["PNH-A-P2", "PNH-A-P10", "PNH-B-P1", "PNH-B-P01x"],
        ["Eti", "Étienne", "Etik", "ETIK 2", "Etik 02b", "Etik 10"],
        ["Nur", "Nur Zahra", "Nur’aini", "Nuraini Zahra"],
        ["9" * 30, "1" + "0" * 30, "9" * 5000],
    ],
)
def test_texts_are_sorted_as_people_do(texts):
    for given_ in (texts, texts[::-1]):
        assert sorted(given_, key=codes.in_order) == texts


@given(st.lists(st.text()))
def test_any_texts_can_be_sorted_and_only_the_same_ones_tie(texts):
    keys = sorted({codes.in_order(text) for text in texts})
    assert len(keys) == len(set(texts))


def test_the_countries_are_those_of_iso_and_after_them_the_stateless():
    countries = codes.load("country").codes
    alpha3 = [c for c in countries if not c.startswith("XX")]
    assert len(alpha3) == 249
    assert alpha3 == sorted(alpha3)
    assert list(countries)[249:] == ["XXA", "XXB", "XXX"]
    assert {"IDN", "KHM", "ALA", "ATA", "TLS", "SSD", "PSE"} <= countries.keys()
    assert not {"XKK", "ZZZ", "TMP", "ZAR", "DDR", "SUN", "YUG"} & countries.keys()


def test_alpha2_names_are_all_different():
    countries = [c for c in codes.load("country") if not c.value.startswith("XX")]
    assert len({c.aliases for c in countries}) == 249
    assert all(re.fullmatch("[A-Z]{2}", c.aliases[0]) for c in countries)


@pytest.mark.parametrize("name", LISTS)
def test_no_answer_stands_at_the_end_of_the_lists_that_have_it(name):
    codelist = codes.load(name)
    if codelist.no_answer:
        assert codelist.no_answer == {"unknown", "declined", "not-asked"}
        assert list(codelist.codes)[-3:] == ["unknown", "declined", "not-asked"]
    elif name != "no-answer":
        assert not {"declined", "not-asked"} & codelist.codes.keys()


def test_every_data_file_is_in_the_index():
    files = {path.stem for path in codes._DATA.glob("*.csv")}
    assert files - {"index"} == set(LISTS) - {"country"}
    assert list(LISTS) == sorted(LISTS)


def test_every_province_of_indonesia_has_its_own_number():
    numbers = [c.also["kemendagri"] for c in codes.load("indonesian-province")]
    assert len(numbers) == len(set(numbers)) == 38
    assert all(re.fullmatch(r"[1-9]\d", n) for n in numbers)


def test_every_status_fact_lies_on_an_axis():
    axes = codes.load("status-axis").codes
    assert {c.also["axis"] for c in codes.load("status-fact")} == axes.keys()


def test_a_list_that_is_none_is_refused():
    with pytest.raises(KeyError):
        codes.load("colour")


def test_a_value_that_left_the_list_is_shown_as_it_is():
    codelist = CodeList("toy", Both("Mainan", "Toy"), "invented", {})
    assert codelist.label("gone") == Both("gone", "gone")
    assert codes.load("sex").label("male") == Both("Laki-laki", "Male")
