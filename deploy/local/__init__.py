"""Parley on one machine: real MongoDB, real RabbitMQ, every process, kept running."""
