"""Starts the service: ``python -m services.tickets``."""

from services.tickets import main

main.main()
