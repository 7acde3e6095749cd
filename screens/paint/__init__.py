"""Painting: a `Placed` page becomes Kivy canvas instructions. Imports Kivy, so import it after `prepare_kivy`."""
