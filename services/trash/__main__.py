"""Starts the service: ``python -m services.trash``."""

from services.trash import main

main.main()
