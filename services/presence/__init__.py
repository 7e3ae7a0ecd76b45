"""Who is where: agents at conversations and consoles, customers at their widgets, as leases."""
