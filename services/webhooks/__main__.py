"""Starts the service: ``python -m services.webhooks``."""

from services.webhooks import main

main.main()
