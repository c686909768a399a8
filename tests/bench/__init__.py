"""How fast csas is, each time beside a floor measured in the same run.

Both sides are served by Granian, one process each, on the same database without
fsync, and asked one request at a time over one kept-alive connection. Rounds of the
two alternate, and each side keeps the median of its requests.
"""
