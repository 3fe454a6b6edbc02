"""Whom a row describes: the person it leads to, or another recorded one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from attache.rules.described import is_the_other
from attache.rules.traits import traits

OWN = {
    "sex": "female",
    "nik": "3171014203990001",
    "passport": "X0000001",
    "splp": "XD000003",
    "phone": "+62 800 000 1111",
}
ANI = {"name": "Ani Contoh", "birth_date": "1999-03-02", **OWN}
DAYS = st.dates(date(1940, 1, 1), date(1990, 12, 31)).map(str)
LENGTHS = st.sampled_from([len("1988"), len("1988-07"), len("1988-07-19")])


@given(DAYS, LENGTHS, LENGTHS, st.sets(st.sampled_from([*OWN])))
def test_name_and_birth_date_tell_another_however_little_of_the_date_is_known(
    day, recorded, written, kept
):
    """Whatever else of the person's own the row still says."""
    other = traits({"name": "Budi Lain", "birth_date": day[:recorded], "sex": "male"})
    row = {"name": "Budi Lain", "birth_date": day[:written], **{n: OWN[n] for n in kept}}
    assert is_the_other(traits(row), other, [traits(ANI)], replaced=True, holders=1)
