"""How long it takes and how much memory it needs: ``make bench``.

``documents`` makes pages of growing size, ``stages`` runs one step in a process of its own,
``measure`` watches processes, ``peers`` does the same with other tools, ``tables`` prints.
"""
