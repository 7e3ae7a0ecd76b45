"""Times and time zones as clients and other processes write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.contracts.notifications import TimeZone
from shared.contracts.values import Timestamp

TIMES: TypeAdapter[object] = TypeAdapter(Timestamp)
ZONES: TypeAdapter[object] = TypeAdapter(TimeZone)


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_what_is_no_moment_in_utc_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        TIMES.validate_python(written)


@given(st.datetimes(timezones=st.timezones()).map(str) | st.text() | st.integers() | st.floats())
def test_anything_is_a_moment_or_refused(written: object) -> None:
    try:
        moment = TIMES.validate_python(written)
    except ValidationError:
        return
    assert TIMES.validate_json(TIMES.dump_json(moment)) == moment


@given(st.text(max_size=70) | st.text("./_+-\\\0~eEtcUTCGMT", max_size=20))
def test_anything_is_a_time_zone_or_refused(name: str) -> None:
    try:
        ZONES.validate_python(name)
    except ValidationError:
        return
