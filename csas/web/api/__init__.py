"""The JSON API: the same commands and refusals as the pages."""
