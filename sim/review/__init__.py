"""Review: what a run could have been, and what each decision of it was worth."""
