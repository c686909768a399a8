"""Tests of many at once, of kills, and of a database that goes away."""
