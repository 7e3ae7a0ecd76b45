"""The service's routes: parse, one use case, response. Agents only.

The paths are the public ones; the gateway lets through whom it knows and says who it is.
"""

from services.tickets.http import companies, tickets

ROUTERS = (companies.router, tickets.router)
