"""Stories told in a real browser, on the demonstration as it is served."""
