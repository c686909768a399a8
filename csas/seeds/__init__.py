"""Reference data that a scheme starts with: the powers of Schedule 5 and the London areas."""
