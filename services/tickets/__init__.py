"""Companies, and the tickets that closed conversations become."""
