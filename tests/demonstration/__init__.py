"""The demonstration stands as the issue says, and can be walked."""
