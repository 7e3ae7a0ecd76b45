"""The services behind the gateway. Each owns its data and is a process of its own."""
