"""Citations and notes in any markup: found before the walk, read in it."""
