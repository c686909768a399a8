"""Tests that the docs say what the code does."""
