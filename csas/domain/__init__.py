"""What is true: rules as pure functions, with no clock, no database, no web and no files."""
