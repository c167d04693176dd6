"""Tables: their kind, their parts, a regular grid, their cells."""
