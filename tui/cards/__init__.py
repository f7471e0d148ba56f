"""Cards over a screen: to call, to answer, to read, to type, to hand over."""
