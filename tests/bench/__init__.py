"""Measures of speed, each against a floor taken in the same run."""
