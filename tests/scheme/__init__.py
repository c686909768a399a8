"""How the scheme is run: phases, partnerships, delegations, powers, colleagues."""
