"""How Parley is brought up: on one machine (``deploy.local``), in containers, in a cluster."""
