"""The page of performance is written from a run, which is kept beside it."""

import json

from tests.load import page


def test_the_page_of_performance_says_what_the_run_measured() -> None:
    run = json.loads(page.RUN.read_text())
    assert page.PAGE.read_text() == page.written(page.PAGE.read_text(), run)
