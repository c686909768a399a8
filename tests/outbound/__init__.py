"""Tests of what leaves: the words of letters, drawn documents and signatures."""
