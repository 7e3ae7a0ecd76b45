"""Starts the service: ``python -m services.chat``."""

from services.chat import main

main.main()
