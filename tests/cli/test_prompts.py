"""At the terminal: what decides is asked first, what was used last is offered, nothing twice."""

from __future__ import annotations

import pytest

from attache import codes, language, records
from attache.cli import options, prompts
from attache.desk.meant import names_people
from tests.cli.running import Terminal, refs
from tests.desk.offices import documents
from tests.exchange.workbooks import theirs
from tests.samples import example

QUICK = ["--topic", "stay", "--channel", "walk-in", "--summary", "Bertanya"]


@pytest.fixture
def log(terminal):
    """`consult log` with answers; the record that was stored."""

    def run(**answers):
        ran = terminal("consult", "log", answers=answers)
        assert ran.code == 0, ran
        return documents(terminal.cli.vault, "consultation")[-1]

    return run


def test_a_first_consultation_by_prompts(terminal, log):
    """What is not answered stays blank; the date is today."""
    stored = log(Topic="overstay", Channel="walk-in", Summary="Bertanya soal denda", Advice="Sabar")
    assert (stored["topic"], stored["channel"]) == ("overstay", "walk-in")
    assert (stored["summary"], stored["advice"]) == ("Bertanya soal denda", "Sabar")
    assert (stored["on"], stored["persons"], stored["follow_up"]) == ("2026-10-01", [], None)
    declared = [f for f in records.named("consultation").fields.values() if f.column.asked]
    assert len(terminal.asked) == len(declared)
    titles = [question.split(" [")[0].rstrip(" *:") for question in terminal.asked]
    assert titles == [f.column.title for f in declared]


def test_questions_go_to_stderr_and_the_answer_to_stdout(terminal):
    ran = terminal("consult", "log", answers={"Topic": "stay", "Channel": "email", "Summary": "x"})
    assert "Topic" in ran.err
    assert "Topic" not in ran.out
    assert "PNH-A-C1" in ran.out


@pytest.mark.parametrize("field", ["topic", "channel"])
def test_a_number_chooses_what_is_listed_beside_it(terminal, log, field):
    kind = records.named("consultation")
    listed = list(codes.load(kind.fields[field].code_list))
    answers = {"Topic": "stay", "Channel": "email", "Summary": "x"}
    stored = log(**answers | {kind.fields[field].column.title: "3"})
    assert stored[field] == listed[2].value
    assert f"  3 {listed[2].label.en}" in terminal.screen


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("overst", "overstay"), ("Overstay", "overstay"), ("OVERSTAY", "overstay"), ("spl", "splp")],
)
def test_a_beginning_is_enough_where_it_means_one_value(log, typed, kept):
    assert log(Topic=typed, Channel="email", Summary="x")["topic"] == kept


@pytest.mark.parametrize("spoken", ["en", "id"])
@pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
def test_a_beginning_is_of_the_language_on_the_screen(monkeypatch, kind, spoken):
    """Whoever reads English and types m means nothing that begins so in Indonesian alone."""
    monkeypatch.setattr(language, "_chosen", spoken)
    for field in (f for f in kind.fields.values() if f.code_list):
        listed = codes.load(field.code_list)
        for begun in {label[:n] for c in listed for label in c.label for n in (1, 2, 4)}:
            if not begun.strip() or begun.isdigit() or listed.find(begun):
                continue
            chosen = prompts._value(field, begun)
            shown = [getattr(listed.label(chosen), spoken), *([chosen] if spoken == "en" else [])]
            assert any(codes.folded(text).startswith(codes.folded(begun)) for text in shown)


def test_an_answer_that_cannot_be_read_is_asked_again_with_the_reason(terminal, log):
    stored = log(
        Date=["besok dulu", "kemarin"],
        Topic=["stya stya", "0", "", "stay"],
        Channel="email",
        Summary=["", "x"],
        **{"Follow up": ["31/31/2026", "2026-10-05"]},
    )
    assert (stored["on"], stored["topic"]) == ("2026-09-30", "stay")
    assert stored["follow_up"] == "2026-10-05"
    assert "This is no date that can be read." in terminal.screen
    assert "A value is needed here." in terminal.screen


def test_a_day_that_the_record_would_refuse_is_asked_again(log):
    """Typing a whole record and losing it to a wrong year is no way to treat an officer."""
    assert log(Date=["2027-01-01", "today"], Topic="stay", Channel="email", Summary="x")


def test_the_last_used_values_are_offered(terminal, log):
    log(Topic="stay", Channel="hotline", Summary="x", **{"Province of stay": "Bavet"})
    stored = log(Topic="splp", Summary="y")
    assert (stored["channel"], stored["province"]) == ("hotline", "svay-rieng")
    (channel,) = [q for q in terminal.asked if q.startswith("Channel")]
    assert "[Hotline" in channel


def test_an_offered_value_can_be_left_out(log):
    """A dash says: not this time."""
    log(Topic="stay", Channel="hotline", Summary="x", **{"Province of stay": "Bavet"})
    stored = log(Topic="splp", Summary="y", **{"Province of stay": "-"})
    assert stored["province"] is None


def test_somebody_who_gave_what_is_needed_is_asked_nothing(terminal):
    ran = terminal("consult", "log", *QUICK)
    assert (ran.code, terminal.asked) == (0, [])
    assert documents(terminal.cli.vault, "consultation")[0]["on"] == "2026-10-01"


def test_only_what_is_missing_is_asked(terminal):
    terminal("consult", "log", "--topic", "stay", answers={"Channel": "email", "Summary": "x"})
    assert [q.split()[0] for q in terminal.asked] == ["Channel", "Summary"]


@pytest.mark.parametrize("flag", ["--no-input", "--json"])
def test_nobody_is_asked_who_said_so(terminal, flag):
    ran = terminal(flag, "consult", "log")
    assert (ran.code, terminal.asked) == (3, [])


def test_a_person_is_found_by_part_of_the_name(terminal, log):
    terminal.cli.record("person", "add", name="Wahyu Contoh Satu")
    terminal.cli.record("person", "add", name="Wahyu Contoh Dua")
    stored = log(Topic="stay", Channel="email", Summary="x", Persons="wahyu", **{"Who is it": "2"})
    assert refs([{"ref": ref} for ref in stored["persons"]]) == ["P4"]
    assert "PNH-A-P4 · Wahyu Contoh Satu" in terminal.screen


def test_several_people_are_named_at_once(log):
    stored = log(Topic="stay", Channel="email", Summary="x", Persons="P1; p3")
    assert stored["persons"] == ["PNH-A-P1", "PNH-A-P3"]


NEW = {
    "Persons": "Agus Baru",
    "Who is it": "n",
    "Sex": "L",
    "Birth date": "1999",
    "Home province": "Jateng",
}


def test_a_new_person_is_described_on_the_way(terminal, log):
    """And stored together with the consultation."""
    stored = log(Topic="stay", Channel="email", Summary="x", **NEW)
    person = documents(terminal.cli.vault, "person")[-1]
    assert stored["persons"] == [person["ref"]] == ["PNH-A-P4"]
    assert (person["name"], person["sex"], person["birth_date"]) == ("Agus Baru", "male", "1999")
    assert person["home_province"] == "jawa-tengah"
    assert (person["recorded_at"], person["recorded_by"]) == (
        stored["recorded_at"],
        stored["recorded_by"],
    )


def test_a_namesake_who_was_seen_and_passed_over_is_somebody_new(terminal, log):
    """The officer has decided; to throw the answers away would be asking twice."""
    terminal.cli.record("person", "add", name="Agus Baru")
    stored = log(Topic="stay", Channel="email", Summary="x", **NEW)
    assert stored["persons"] == ["PNH-A-P5"]


def test_ctrl_c_at_the_last_question_stores_nothing(terminal):
    """Not the consultation, and not the person who was described on the way."""
    before = terminal.cli.vault.read_bytes()
    answers = {"Topic": "stay", "Channel": "email", "Summary": "x", **NEW}
    ran = terminal("consult", "log", answers={**answers, "Follow up": KeyboardInterrupt})
    assert terminal.asked[-1].startswith("Follow up")
    assert (ran.code, ran.out) == (130, "")
    assert terminal.cli.vault.read_bytes() == before


def test_a_case_may_begin_with_somebody_new(terminal):
    answers = {k: v for k, v in NEW.items() if k != "Persons"}
    answers |= {"Person *": "Agus Baru", "Channel": "email", "Means of control": "1, 2"}
    ran = terminal("victim", "record", answers=answers)
    assert ran.code == 0, ran
    (case,) = documents(terminal.cli.vault, "victim-case")
    listed = [c.value for c in codes.load("means-of-control")]
    assert (case["person"], case["means_of_control"]) == ("PNH-A-P4", listed[:2])


def test_an_edit_without_a_word_asks_field_by_field(terminal):
    terminal("consult", "log", *QUICK)
    ran = terminal("consult", "edit", "C1", answers={"Summary": "Lain", "Follow up": "besok"})
    assert ran.code == 0, ran
    (stored,) = documents(terminal.cli.vault, "consultation")
    assert (stored["summary"], stored["follow_up"], stored["topic"]) == (
        "Lain",
        "2026-10-02",
        "stay",
    )
    assert stored["rev"] == 2


def test_a_dash_empties_a_field_in_an_edit(terminal):
    """What is needed cannot be emptied, and is not a dash either."""
    terminal("consult", "log", *QUICK, "--advice", "Sabar", "--follow-up", "2026-10-05")
    answers = {"Advice": "-", "Follow up": "-", "Summary": ["-", "Lain"]}
    ran = terminal("consult", "edit", "C1", answers=answers)
    assert ran.code == 0, ran
    (stored,) = documents(terminal.cli.vault, "consultation")
    assert (stored["advice"], stored["follow_up"], stored["summary"]) == (None, None, "Lain")


@pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
def test_every_record_type_can_be_asked_for(terminal, kind):
    terminal.cli.record("person", "add", name="Agus Baru")
    ran = terminal(*kind.noun, kind.verb, answers={"": KeyboardInterrupt})
    assert ran.code == 130
    assert terminal.asked


def test_indonesian(terminal):
    ran = terminal("--lang", "id", "consult", "log", answers={"": KeyboardInterrupt})
    assert ran.code == 130
    assert "Enter takes the value" not in terminal.screen
    assert "Date" not in terminal.asked[0]


def test_init_by_prompts(bare, capsys, monkeypatch):
    """The time zone follows from the country, so nobody is asked for it."""
    terminal = Terminal(bare, capsys, monkeypatch)
    answers = {"Post code": ["PNHX", "pnh"], "Host country": "kamboja", "Officers": "Rina Contoh"}
    ran = terminal("init", answers=answers)
    assert ran.code == 0, ran
    (post,) = documents(bare.vault, "post")
    assert (post["post"], post["country"], post["time_zone"]) == ("PNH", "KHM", "Asia/Phnom_Penh")
    assert not [q for q in terminal.asked if "zone" in q.lower()]


def test_three_changes_or_more_ask_first(terminal, tmp_path):
    """`--yes` answers, a no stores nothing."""
    heads, row = ["on", "topic", "channel", "summary"], ["2026-09-01", "stay", "email"]
    rows = [[*row, text] for text in ("a", "b", "c")]
    path = theirs(tmp_path / "masuk.xlsx", {"Consultations": [heads, *rows]})
    before = terminal.cli.vault.read_bytes()
    for no in ("n", "", "x"):
        assert terminal("exchange", "import", path, answers={"Store": no}).code == 0
        assert "Nothing was stored." in terminal("exchange", "import", path).out
    assert terminal.cli.vault.read_bytes() == before
    assert terminal("exchange", "import", path, answers={"Store": "y"}).code == 0
    assert len(documents(terminal.cli.vault, "consultation")) == 3
    path = theirs(path, {"Consultations": [heads, *rows, *([*row, text] for text in "def")]})
    assert terminal("--yes", "exchange", "import", path).code == 0
    assert terminal.asked == []
    assert len(documents(terminal.cli.vault, "consultation")) == 6


@pytest.mark.parametrize("said", ["y", ""])
def test_what_is_to_be_known_of_an_import_is_told_before_the_question(terminal, tmp_path, said):
    """And once, whatever is answered: afterwards an officer could only take it back."""
    names = ("Zul Percobaan", "Yan Umpama", "Xena Andaian")
    rows = [[name, f"0{n}/04/1985"] for n, name in enumerate(names, 1)]
    path = theirs(tmp_path / "masuk.xlsx", {"Orang": [["Nama", "Tgl lahir"], *rows]})
    words = ("exchange", "import", path, "--as", "person")
    ran = terminal(*words, answers={"Store this?": said})
    assert ran.code == 0
    before, after = terminal.screen.split("Store this?")
    assert before.count("[DAT012]") == ran.err.count("[DAT012]") == 1
    assert "[DAT012]" not in after
    assert len(documents(terminal.cli.vault, "person")) == 3 + (3 if said else 0)


def test_what_is_refused_as_it_is_is_not_asked_about(terminal, tmp_path):
    rows = [[f"Orang Contoh{n}", "1111"] for n in "345"] + [[f"Lain {n}", ""] for n in "abc"]
    path = theirs(tmp_path / "masuk.xlsx", {"Orang": [["Nama", "NIK"], *rows]})
    words = ("exchange", "import", path, "--as", "person")
    ran = terminal(*words)
    assert (ran.code, terminal.asked, ran.err.count("[NIK001]")) == (3, [], 3)
    ran = terminal(*words, "--keep-good", answers={"Store this?": "y"})
    assert ran.err.count("[NIK001]") == 3
    assert len(documents(terminal.cli.vault, "person")) == 6


def test_how_a_phone_was_understood_is_shown(terminal):
    terminal("person", "add", answers={"Name": "Contoh", "Phone": "012 345 678"})
    assert "  → +85512345678" in terminal.screen


OPTIONAL = [
    (kind, field)
    for kind in records.every()
    for field in kind.fields.values()
    if names_people(field) and not field.required
]
"""Fields that may be blank and name people."""


@pytest.mark.parametrize(("kind", "field"), OPTIONAL, ids=lambda part: part.name)
@pytest.mark.parametrize("prompted", [False, True])
def test_enter_leaves_out_nobody_who_was_named(terminal, kind, field, prompted):
    """Named by an option or at the question for the field; a dash does, and that is told."""
    title, needed = field.column.title, example(kind, full=False)
    words = [f"--{n.replace('_', '-')}={v}" for n, v in needed.items()]
    answers = {"Who is it (n)": [""], f"{title} (- leaves this one out)": ["", "", "-"]}
    if prompted:
        terminal(*kind.noun, kind.verb, *words)
        answers |= {f"{title}: ": ["tidak ada", ""]}
        ran = terminal(*kind.noun, "edit", f"{kind.letter}1", answers=answers)
    else:
        words += [options.names_of(field)[0], "tidak ada"]
        ran = terminal(*kind.noun, kind.verb, *words, answers=answers)
    assert ran.code == (3 if prompted else 0), ran  # an edit has nothing to change then
    assert "“tidak ada” is left out and not named here." in ran.err
    stored = documents(terminal.cli.vault, kind.name)
    assert [document[field.name] for document in stored] == [field.kept(field.default)]


@pytest.mark.parametrize("words", ["belum punya", "not yet", "0", "hilang"])
def test_words_in_place_of_a_number_leave_it_blank(terminal, words):
    """At the prompt as in an option or a list; in an edit they take no number away."""
    answers = {"Name": "Contoh Baru", "NIK": words, "Passport": words}
    ran = terminal("person", "add", answers=answers)
    assert (ran.code, ran.err.count(f"! The number was left blank: “{words}”")) == (0, 2)
    assert terminal("person", "add", "--nik", words, answers={"Name": "Contoh Lain"}).code == 0
    people = documents(terminal.cli.vault, "person")[-2:]
    assert [(p["nik"], p["passport"]) for p in people] == [(None, None)] * 2
    terminal("person", "edit", "P4", "--passport", "X0000001")
    ran = terminal("person", "edit", "P4", answers={"NIK": words, "Passport": [words, ""]})
    assert ran.err.count("Leave the number blank") == 1
    assert documents(terminal.cli.vault, "person")[-2]["passport"] == "X0000001"


def test_how_several_are_separated_is_said_where_they_are_asked_for(terminal, log):
    log(Topic="stay", Channel="email", Summary="x")
    before, _rest = terminal.screen.split("Persons: ")
    assert before.endswith("  Several are separated by “;”.\n")


def test_names_with_commas_are_asked_about(terminal, log):
    """Several people are several; one person with such a name is registered as it is."""
    people = documents(terminal.cli.vault, "person")
    names = f"P1, {people[1]['name']}"
    stored = log(Topic="stay", Channel="email", Summary="x", Persons=names, Who=["1", "1"])
    assert stored["persons"] == ["PNH-A-P1", "PNH-A-P2"]
    answers = {"Topic": "stay", "Channel": "email", "Summary": "x", "Who is it": ["n", "n"]}
    log(Persons="Zul Percobaan, Yan Umpama", **{**answers, "Are these 2 people": "y"})
    new = [p["name"] for p in documents(terminal.cli.vault, "person")[3:]]
    assert new == ["Zul Percobaan", "Yan Umpama"]
    log(Persons="Doe, John", **{**answers, "Are these 2 people": "", "Who is it": "n"})
    assert documents(terminal.cli.vault, "person")[-1]["name"] == "Doe, John"
