"""Papers: what stands in one, as data, and how it is written as a page or for a word processor."""
