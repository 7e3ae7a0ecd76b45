"""Starts the service: ``python -m services.notifier``."""

from services.notifier import main

main.main()
