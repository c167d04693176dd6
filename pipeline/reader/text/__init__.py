"""Runs of text: formats, links, languages."""
