"""What can be done with companies, conversions and tickets, each thing one transaction.

A transaction may run several times, so everything in it is made anew each time.
"""
