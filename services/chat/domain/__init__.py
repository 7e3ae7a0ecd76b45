"""What a conversation is and how it may change: frozen values and pure transitions.

A transition takes the conversation, what someone wants, and the moment; it gives what follows, or
raises a refusal. It knows no clock, no id generator, no database and no wire.
"""
