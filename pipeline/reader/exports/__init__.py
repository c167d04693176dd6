"""What word processors export otherwise than they mean it, put right in the tree.

Before ``survey``: everything after it finds the elements that HTML has for the purpose.
"""
