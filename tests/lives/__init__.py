"""The life of every process: each step tried from each state, and random walks."""
