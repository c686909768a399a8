"""Stage 4: from assessment to certificate."""
