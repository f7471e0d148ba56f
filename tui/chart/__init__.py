"""The sea chart: a scene drawn as text, on the coast that comes with it."""
