"""The catalogue of events for other teams, as a page and as files: what is in ``docs/events``."""
