"""Rules of the house, each with its test."""
