"""What the service does: each change one transaction, with the events that say so."""
