"""May this person use this power, here, at this moment: one derivation, told twice and held equal."""
