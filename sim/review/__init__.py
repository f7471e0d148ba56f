"""What a run could have been: hidden facts imagined, decisions compared."""
