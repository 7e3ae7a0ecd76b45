"""Conversations between customers and agents: messages, read marks, attachments, closing."""
