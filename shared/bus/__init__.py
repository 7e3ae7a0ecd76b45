"""The one door to RabbitMQ (aio-pika is imported nowhere else).

``connection`` keeps a process's two connections, ``publisher`` says events with a confirm,
``queues`` names what is declared, ``consumer`` handles durable queues with bounded retries and a
dead-letter queue, ``listener`` hears events that only matter now, ``ephemeral`` says and handles
what may be lost.

Invariants:

* An event counts as said when the broker confirmed it. Anything else, a timeout too, may or may
  not have arrived: it is said again, and consumers tell repeats by the event id.
* A delivery is acknowledged only after its effect is committed, or after the broker confirmed its
  copy in a retry or dead-letter queue. So a crash repeats work and never loses it.
* Order is never taken from the broker; it comes from sequence numbers.
"""
