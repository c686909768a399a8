"""Proofs about the API."""
