"""Images, drawings and figures with their long descriptions; sound and film."""
