"""The matrix is whole by construction: what the gateway has and the tables do not, fails here."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.isolation.frames import FRAMES
from tests.isolation.gateway_routes import application, frame_types, shapes
from tests.isolation.routes import ROWS
from tests.isolation.standings import DOORS, EVERYBODY, STANDINGS

KNOWN = [row.shape for row in ROWS]


async def nothing(_: Request) -> Response:
    return Response()


def test_every_route_of_the_gateway_stands_in_the_table_once_and_nothing_else_does() -> None:
    assert sorted(KNOWN) == sorted(shapes(application().routes))


def test_a_route_that_is_not_in_the_table_is_missed() -> None:
    more = Route("/api/v1/secrets/{secret_id}", nothing, methods=["DELETE"])
    found = shapes([*application().routes, more])
    assert found - set(KNOWN) == {"DELETE /api/v1/secrets/{}"}


def test_every_frame_that_a_client_may_send_stands_in_the_table() -> None:
    assert sorted(frame.type for frame in FRAMES) == sorted(frame_types())


def test_every_door_has_its_place_in_every_standing() -> None:
    assert {len(doors) for doors in STANDINGS.values()} == {len(DOORS)}
    assert {row.door for row in ROWS} <= {*DOORS, EVERYBODY}
