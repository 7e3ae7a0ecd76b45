"""The only door to Parley: who is who, routes to the services, live sockets, the web."""
