"""Whole screens: menu, briefing, play, log and end."""
