"""What every part of the screen stands on: text, keys, panes, screens, and the game they ask."""
