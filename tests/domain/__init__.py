"""Rules on their own: no clock, no database, no web."""
