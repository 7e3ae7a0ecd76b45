"""Starts the service: ``python -m services.presence``."""

from services.presence import main

main.main()
