"""Everybody compared with everybody else, without blocks: seconds. NUMBER of people."""

import sys
import time
from itertools import combinations

from attache.rules.matching import POSSIBLE, compare
from attache.rules.traits import traits
from tests.crowds import crowd

people = [traits(raw) for raw in crowd(int(sys.argv[1]))]
start = time.perf_counter()
found = [two for two in combinations(people, 2) if compare(*two).score >= POSSIBLE]
assert found
print(time.perf_counter() - start)
