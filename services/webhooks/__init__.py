"""Sends what happens in a workspace to the addresses that its admins name, signed."""
