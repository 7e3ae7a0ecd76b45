"""Prepares MongoDB and RabbitMQ for Parley: secrets, users, indexes, topology. All of it may be
done again at any time and changes nothing that is right already.
"""
