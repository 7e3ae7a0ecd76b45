"""How a process serves."""

import asyncio
import gc
import socket

import uvicorn
from fastapi import FastAPI

from shared.app import Server
from tests.eventually import eventually


async def test_what_is_there_when_it_has_started_is_never_looked_through_for_garbage() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(uvicorn.Config(FastAPI(), log_config=None, lifespan="off"))

    async def has_started() -> bool:
        return server.started

    serving = asyncio.create_task(server.serve([listening]))
    try:
        await eventually(has_started)
        kept = gc.get_freeze_count()
    finally:
        gc.unfreeze()
        server.should_exit = True
        await serving
    assert kept > 0
