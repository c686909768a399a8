"""Stories about local endorsement."""
