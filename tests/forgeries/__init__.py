"""Forged and stale certificates, instruments and cards, each refused."""
