"""Spans cost nothing where nobody looks."""

import subprocess
import sys

from deploy.local.services import GATEWAY, SERVICES
from shared import tracing

MODULES = [f"{GATEWAY}.main", *(f"services.{name}.main" for name in SERVICES)]
LOADED = "import sys, {}; print([each for each in sys.modules if 'opentelemetry.sdk' in each])"


def test_the_sdk_is_not_even_loaded_where_nobody_looks() -> None:
    code = LOADED.format(", ".join(MODULES))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_a_collector_a_block_has_no_span() -> None:
    tracing.start("tests", None)
    with tracing.span("anything") as begun:
        assert begun is None
