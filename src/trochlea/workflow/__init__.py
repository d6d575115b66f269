"""The walk itself: import, observe, assess, decide, keep, report.

This floor joins the calculators to the journal; it holds no formula and no sentence.
"""
