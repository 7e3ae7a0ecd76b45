"""What of compose file, manifests and operators' page follows from the list of processes."""
