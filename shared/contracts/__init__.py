"""Parley's public language: what crosses HTTP, sockets and the event exchange, as Pydantic types.

Nothing here knows FastAPI, the broker or the database. Contracts are only ever added to; a
breaking change is a ``.v2`` beside the ``.v1``.
"""
