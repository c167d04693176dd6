"""A bounded fuzzer: pages of our own, changed at random, through everything. ``make fuzz``.

``seeds`` says what is changed, ``mutate`` how, ``tests.hostile.trial`` what must hold, and
``reduce`` makes what fails small. Each finding is kept as ``found/NAME.html``; what was mended
stands in ``tests/hostile/found`` and is tried by the tests for ever.
"""
