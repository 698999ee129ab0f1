"""The domain: pure values and functions, without I/O, clock, randomness or framework."""
