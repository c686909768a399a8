"""Stories about appeals."""
