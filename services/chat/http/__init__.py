"""The service's routes: parse, one use case, response.

The paths are the public ones; the gateway lets through whom it knows and says who it is.
"""

from services.chat.http import agents, tickets, visitors

ROUTERS = (agents.router, tickets.router, visitors.router)
