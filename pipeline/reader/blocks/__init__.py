"""Blocks that are nodes of their own: headings, lists, callouts, code, details."""
