"""Stories about the pages that anybody may see."""
