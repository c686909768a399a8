"""Uses of powers: returns, standing at the moment, counts."""
