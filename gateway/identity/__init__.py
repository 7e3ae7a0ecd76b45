"""Workspaces, the agents in them, and everything that proves who is calling.

``domain`` is pure; ``use_cases`` load, decide and save; ``repository`` is the gateway's own
database.
"""
