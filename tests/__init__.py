"""The tests: short stories about a known cast."""
