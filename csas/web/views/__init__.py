"""Words, rows and tags for pages, chosen from records; no view changes anything."""
