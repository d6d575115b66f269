"""Load on the knee, estimated from what a plain watch measures: speed, cadence and grade.

Nothing here is imported by `trochlea.loads` itself: the light of today does not pay for it.
Every figure is an estimate from a few laboratory studies and carries a 90 % interval. The page
docs/explanation/load-on-the-knee.md says which studies made the curve and which tested it.
"""
