"""Live sockets: who is connected, and which event reaches whom in which form.

Invariants:

* A socket is told ``ready`` only after its workspace's events are bound at the broker, and gets
  no event before; so the snapshot that the client then takes misses nothing.
* After a gap at the broker every socket is told ``ready`` again.
* No socket is waited for: each has a bounded queue, and whoever lets it fill is closed.
* A customer's socket carries the types in ``VisitorFact`` about their own conversation, nothing
  else.
"""
