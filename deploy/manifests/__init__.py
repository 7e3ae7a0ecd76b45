"""What of ``compose.yaml`` and ``k8s/base`` follows from the processes and their settings."""
