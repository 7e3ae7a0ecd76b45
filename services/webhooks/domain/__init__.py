"""The rules of webhooks: frozen values and pure transitions."""
