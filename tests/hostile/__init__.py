"""Pages that mean harm, or are broken beyond what anybody would write: what becomes of them."""
