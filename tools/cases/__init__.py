"""The evaluation: published patients against the engine, and the engine against itself."""
