"""The demonstration: the Commissioner's report of 21 July 2003, set in today, with invented people."""
