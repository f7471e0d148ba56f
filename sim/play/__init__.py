"""One play: occupants, commands, record, and the protocol a screen speaks."""
