"""What the engine stands on: the envelope of the log, set-up, draws, geometry."""
