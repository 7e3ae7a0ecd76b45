"""Chats through a running system from end to end, and names the hop that fails."""
