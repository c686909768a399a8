"""Races and breakdowns."""
