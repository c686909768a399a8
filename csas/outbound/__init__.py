"""What leaves: mail, letters and documents, after commit and safe to repeat."""
