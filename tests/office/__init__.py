"""What the office does, as stories about the cast."""
