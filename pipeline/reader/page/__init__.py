"""Which elements of the page are the report, and what the page says of itself. After the bytes."""
