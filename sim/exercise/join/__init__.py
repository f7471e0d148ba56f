"""Joining a host: its seat as a session of the play, so that every screen can speak to it."""
