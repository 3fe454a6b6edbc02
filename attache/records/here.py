"""When and where a value is typed: what its kind must know to read it as it was meant."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Here(NamedTuple):
    """The day, and the country of the post (ISO 3166-1 alpha-3); empty where there is no post yet.

    A date may say `today`, and a telephone number is written as it is dialled at the post.
    """

    today: date
    country: str
