"""What can be done with conversations.

A command finds, lets the domain decide, saves, and appends its event to the outbox, all in one
transaction. A transaction may run several times, so everything in it is made anew each time.
"""
