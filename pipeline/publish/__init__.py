"""What is handed over beside the artefacts: the release page and the conformance statement.

After ``verify``, the last step. Everything here is a pure function of what was built and
found; nothing is measured or claimed here that another step did not yield.
"""
