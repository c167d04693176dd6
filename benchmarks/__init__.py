"""How long it takes and how much memory it needs: ``make bench``.

``documents`` makes pages of growing size, ``measure`` watches processes, ``tables`` prints. Each
section of the results is one function: ``compared`` (beside other tools, which ``peers`` knows),
``pages``, ``steps`` (with ``stages``), ``reading``, ``judges``, ``batch``.
"""
