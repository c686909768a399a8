"""Tests that the API keeps to its description."""
