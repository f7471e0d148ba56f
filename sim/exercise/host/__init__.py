"""The host of an exercise: one play, everybody who has joined it, and the way in."""
