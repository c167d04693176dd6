"""Many reports in one run: which of them have changed, who converts them, what became of them.

``places`` (where they lie) → ``manifest`` (what was made before) → ``engine`` (who works) →
``progress`` (what a person sees). Nothing here knows how a report is converted.
"""
