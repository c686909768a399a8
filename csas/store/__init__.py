"""What is kept: the only room that speaks Piccolo or SQL."""
