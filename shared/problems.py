"""Turns every error into ``application/problem+json`` (RFC 9457), in one place."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from shared import refusals, telemetry
from shared.contracts import problems
from shared.mongo import DatabaseError

REFUSALS = "x-refusals"
"""In a route's ``responses``: which refusals a status stands for, titles by slug."""

_log = telemetry.logger(__name__)


def response(refusal: refusals.Refusal) -> JSONResponse:
    """The answer that tells a caller about ``refusal``."""
    headers = {}
    if "retry_after" in refusal.members:
        headers["Retry-After"] = str(refusal.members["retry_after"])
    problem = {
        "type": problems.type_of(refusal.slug),
        "title": refusal.title,
        "status": refusal.status,
        "detail": refusal.detail,
        **_plain(refusal.members),
    }
    return _json(problems.Problem.model_validate(problem), headers)


def documented(*kinds: type[refusals.Refusal]) -> dict[int | str, dict[str, Any]]:
    """What a route's ``responses`` say of the refusals that are its own; those that any such route
    may answer are added where the API is described as a whole.
    """
    responses: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        response = responses.setdefault(kind.status, {"description": kind.title, REFUSALS: {}})
        response[REFUSALS][kind.slug] = kind.title
    return responses


def install(app: FastAPI) -> None:
    """Let ``app`` answer refusals, bad input and failures as problems."""
    app.add_exception_handler(refusals.Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _routing)
    app.add_exception_handler(DatabaseError, _unavailable)
    app.add_exception_handler(TimeoutError, _unavailable)
    app.add_exception_handler(Exception, _failed)


def _plain(members: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in members.items() if name != "retry_after"}


def _json(problem: problems.Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    # Not ``exclude_none``, which would also reach into what a refusal carries.
    members = {k: v for k, v in problem.model_dump(mode="json").items() if v is not None}
    return JSONResponse(
        members,
        status_code=problem.status,
        media_type=problems.CONTENT_TYPE,
        headers=dict(headers or {}),
    )


async def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, refusals.Refusal)  # noqa: S101 - narrows for the type checker
    return response(error)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    """Say which fields are wrong; never repeat what was sent in them."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - narrows
    fields = [
        problems.FieldError(field=".".join(map(str, item["loc"])), message=item["msg"])
        for item in error.errors()
    ]
    refusal = refusals.Invalid
    return _json(
        problems.Problem(
            type=problems.type_of(refusal.slug),
            title=refusal.title,
            status=refusal.status,
            errors=fields,
        )
    )


async def _routing(_: Request, error: Exception) -> JSONResponse:
    """What the router itself says: no such path (404), not with this method (405) … A body that
    cannot even be parsed (400: nested too deep, a number too long) is as invalid as any other.
    """
    assert isinstance(error, HTTPException)  # noqa: S101 - narrows
    if error.status_code == 400:
        return response(refusals.Invalid("The body cannot be read."))
    slug = str(error.detail).lower().replace(" ", "-")
    problem = problems.Problem(
        type=problems.type_of(slug), title=str(error.detail), status=error.status_code
    )
    return _json(problem, error.headers)


async def _unavailable(_: Request, error: Exception) -> JSONResponse:
    _log.warning("a dependency did not answer", error=type(error).__name__)
    return response(refusals.Unavailable("Try again; nothing is lost.", retry_after=1))


async def _failed(_: Request, error: Exception) -> JSONResponse:
    _log.error("unexpected error", exc_info=error)
    problem = problems.Problem(
        type=problems.type_of("internal"), title="Something went wrong here", status=500
    )
    return _json(problem)
