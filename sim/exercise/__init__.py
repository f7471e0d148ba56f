"""Exercises with people: the list of events before, the report after."""
