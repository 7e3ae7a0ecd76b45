"""HTTP: the gateway's own routes, and the table of those that it forwards to the services."""
