"""Vetting, training and what lapses."""
