"""Tests of signing in, of limits and of forms that come from elsewhere."""
