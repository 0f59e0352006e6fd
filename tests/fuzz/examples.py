"""How many examples each entry point gets: a few, always the same, in an ordinary run; thousands with `make fuzz`."""
from __future__ import annotations

import os
from typing import Any, Callable

from hypothesis import HealthCheck, Phase, given, settings

_WANTED = os.environ.get("FUZZ_EXAMPLES")
_EXAMPLES = settings(max_examples=int(_WANTED or 25), derandomize=_WANTED is None, phases=set(Phase) - {Phase.explain},
                     suppress_health_check=list(HealthCheck))


def fuzz(*strategies: Any, **named: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Hypothesis' own `given`, as often as wanted."""
    return lambda test: _EXAMPLES(given(*strategies, **named)(test))
