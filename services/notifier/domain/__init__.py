"""Whom to tell, what a failure means, and when to try again: frozen values, pure decisions."""
