"""The screen: it speaks only `sim.play.seat`."""
