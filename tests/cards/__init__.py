"""Instruments, powers cards, print runs and custody."""
