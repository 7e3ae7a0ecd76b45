"""How often a database was read or written, as it counts itself."""

from typing import Any, Literal

from motor.motor_asyncio import AsyncIOMotorClient

Kind = Literal["reads", "writes"]


async def operations(mongo_url: str, kind: Kind) -> dict[str, int]:
    """Operations of that kind since the server started, by collection."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(mongo_url)
    database = client.get_default_database()
    counted: dict[str, int] = {}
    for name in await database.list_collection_names():
        stats = database[name].aggregate([{"$collStats": {"latencyStats": {}}}])
        counted[name] = sum([row["latencyStats"][kind]["ops"] async for row in stats])
    client.close()
    return counted
