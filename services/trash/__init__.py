"""What was deleted and until when: restored before its time, purged after it."""
