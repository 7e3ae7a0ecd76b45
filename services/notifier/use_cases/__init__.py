"""What happens in the notifier, in three steps that each may be repeated: alerts are told of
(``alerts``), gathered into what goes out in one piece, and sent (``sending``).
"""
