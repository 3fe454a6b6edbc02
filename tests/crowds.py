"""Invented crowds: as many people as the post's country may have, some of them twice.

Names are put together from common words, so that they are shared as names are in Indonesia;
numbers are of districts and prefixes that nobody has.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from attache import codes, records


def names(text: str) -> list[str]:
    """Words, the most common first."""
    return text.split()


MEN = names(
    "Agus Ahmad Muhammad Abdul Budi Bambang Bayu Dedi Deni Eko Fajar Fauzi Galih Gunawan Hadi Hasan"
    " Hendra Heru Ibrahim Ilham Indra Iqbal Irfan Iwan Joko Jamal Kurnia Lukman Mulyadi Nanang"
    " Prasetyo Rahmat Rizki Rudi Slamet Sugeng Suparno Sutrisno Taufik Tono Ujang Umar Wahyu Wawan"
    " Yanto Yusuf Zainal Asep Cecep Dadang Made Wayan Ketut Nyoman Putu Ucok Andi Baso Teuku Said"
)
WOMEN = names(
    "Siti Nur Sri Dewi Dwi Eka Ika Rina Rini Ani Aminah Ayu Endang Fatimah Fitri Halimah Hartati"
    " Indah Intan Kartini Kusuma Lestari Lilis Maria Maya Mega Murni Nining Novi Puji Putri Rahayu"
    " Ratna Retno Rohani Rosdiana Ruth Sari Sulastri Sumiati Tini Tuti Umi Wati Wulan Yanti Yuli"
    " Yuni Zahra Zubaidah Kadek Komang Luh Desak Tiur Cut Neneng Euis Iis Ijah"
)
LAST = names(
    "Contoh Misal Umpama Percobaan Santoso Wijaya Saputra Pratama Hidayat Setiawan Kurniawan"
    " Susanto Nugroho Wibowo Utomo Gunadi Lubis Siregar Nasution Harahap Simanjuntak Tanjung"
    " Rahmawati Wahyuni Handayani Anggraini Maharani Permata Wulandari Astuti Ningsih Susanti"
    " Hasanah Khoirunnisa Fitriani Rosmalina Suryani Safitri Yulianti Hidayati Firmansyah"
    " Ramadhan Maulana Hakim Iskandar Syahputra Putra Darmawan Hermawan Irawan Budiman"
    " Suryadi Purnomo Haryanto"
)
SPELLINGS = (
    ("Muh", "Moh"),
    ("Ahmad", "Achmad"),
    ("Yu", "Ju"),
    ("Joko", "Djoko"),
    ("Siti", "Sitti"),
    *((f"{first}u", f"{first}oe") for first in "BGHKRSTW"),
    ("f", "p"),
    ("sy", "sj"),
    ("Kh", "H"),
    ("Z", "J"),
)
"""Some of the ways in which one name comes to be written otherwise."""
_FIRST = date(1966, 1, 1)


def crowd(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Raw people, each told from the others by chance only."""
    chance = random.Random(seed)
    provinces = [code.value for code in codes.load("indonesian-province")]
    for number in range(count):
        sex = chance.choice(("female", "male"))
        born = _FIRST + timedelta(days=chance.randrange(41 * 365))
        raw: dict[str, Any] = {
            "name": _name(chance, WOMEN if sex == "female" else MEN),
            "sex": sex,
            "birth_date": born.isoformat() if chance.random() < 0.85 else str(born.year),
            "home_province": _common(chance, provinces),
        }
        if chance.random() < 0.6:
            day = born.day + 40 * (sex == "female")
            raw["nik"] = f"320199{day:02}{born:%m%y}{number % 9999 + 1:04}"
        if chance.random() < 0.5:
            raw["passport"] = f"X{number:07}"
        if chance.random() < 0.7:
            raw["phone"] = f"+62800{number:07}"
        yield raw


LIST = (
    "No.",
    "Nama WNI",
    "Alias",
    "JK",
    "Tgl lahir",
    "Tempat lahir",
    "Kewarganegaraan",
    "NIK",
    "No. Paspor",
    "No. SPLP",
    "Nomor HP",
    "Aman dihubungi",
    "Provinsi asal",
    "Alamat",
    "Nama ibu kandung",
    "Kontak keluarga",
    "No. HP keluarga",
    "Ket.",
    "Loket",
    "Petugas",
)
"""The heads of the list of an office: 17 fields of a person, and three that are its own."""


PEOPLE = LIST[1:-2]
"""Those of them that are a person's, in the order of the fields of a person."""
PEOPLE_FIELDS = tuple(name for name in records.named("person").fields if name != "further_phone")
"""The fields that they stand for: all of a person but a second phone."""
FIRST, SECOND = (*MEN[:25], *WOMEN[:25]), LAST[:36]
"""Names of which so few are drawn that many people share one, as on real lists."""


def namesakes(count: int, seed: int = 3) -> Iterator[dict[str, Any]]:
    """A crowd of whom many share a name, and all have a NIK."""
    chance = random.Random(seed)
    for number, raw in enumerate(crowd(count, seed)):
        year, month, day = (*raw["birth_date"].split("-"), "01", "01")[:3]
        born = f"{int(day) + 40 * (raw['sex'] == 'female'):02}{month}{year[2:]}"
        yield {
            **raw,
            "name": f"{chance.choice(FIRST)} {chance.choice(SECOND)}",
            "nik": f"320199{born}{number % 9999 + 1:04}",
        }


def listed_namesakes(count: int) -> Iterator[list[Any]]:
    """Their rows below `PEOPLE`, every cell filled."""
    return (row[1:-2] for row in listed(count, people=namesakes(count)))


def listed(
    count: int, seed: int = 2, people: Iterable[dict[str, Any]] | None = None
) -> Iterator[list[Any]]:
    """The rows below `LIST`, for a crowd; whole birth dates are days, as a sheet has them."""
    chance = random.Random(seed)
    province = codes.load("indonesian-province")
    for number, raw in enumerate(people or crowd(count), 1):
        born = raw["birth_date"]
        whole = len(born) == len("2001-08-17")
        yield [
            number,
            raw["name"],
            respelled(raw["name"], chance),
            {"female": "P", "male": "L"}[raw["sex"]],
            date.fromisoformat(born) if whole else born,
            f"Kota {_common(chance, LAST)}",
            "Indonesia",
            raw.get("nik"),
            raw.get("passport") or f"Y{number:07}",
            f"XX{number:06}",
            raw.get("phone") or f"+62802{number:07}",
            chance.choice(("Ya", "Tidak", "Tidak tahu")),
            province.label(raw["home_province"]).id,
            f"Jalan {_common(chance, LAST)} {number}",
            f"{_common(chance, WOMEN)} {_common(chance, LAST)}",
            f"{_common(chance, WOMEN)}, kakak",
            f"+62801{number:07}",
            f"Datang sendiri {number}",
            str(number % 9 + 1),
            "Petugas Contoh",
        ]


def returning(raw: dict[str, Any], seed: int) -> dict[str, Any]:
    """The same person on another day: spelled otherwise, and with fewer papers."""
    chance = random.Random(seed)
    again: dict[str, Any] = {name: raw[name] for name in ("sex", "birth_date") if name in raw}
    again["name"] = respelled(raw["name"], chance)
    for name, kept in (("nik", 0.4), ("phone", 0.4), ("home_province", 0.8)):
        if name in raw and chance.random() < kept:
            again[name] = raw[name]
    return again


def respelled(name: str, chance: random.Random) -> str:
    """A name written otherwise: in capitals where there is no other way."""
    ways = [(a, b) for a, b in SPELLINGS if a in name]
    if not ways:
        return name.upper()
    one, other = chance.choice(ways)
    return name.replace(one, other, 1)


def _name(chance: random.Random, first: list[str]) -> str:
    words = [_common(chance, first)]
    if chance.random() < 0.92:
        words.append(_common(chance, LAST if chance.random() < 0.7 else first))
    if chance.random() < 0.35:
        words.append(_common(chance, LAST))
    return " ".join(words)


def _common(chance: random.Random, values: list[str]) -> str:
    """The first ones of a list are the most common."""
    return values[int(len(values) * chance.random() ** 1.6)]
