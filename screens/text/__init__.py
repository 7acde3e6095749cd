"""Text: breaking lines, measuring and rasterising them. No Kivy here."""
