"""Formulas: MathML, and how they are read aloud."""
