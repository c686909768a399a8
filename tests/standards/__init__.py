"""Stories about standards."""
