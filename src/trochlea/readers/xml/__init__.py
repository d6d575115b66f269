"""GPX and TCX, whatever namespace, prefix or encoding they use; entities are never expanded.

The way of a document: `encoding` makes it UTF-8, `guard` has expat prove it well-formed up to its
end or its first fault, `markup` walks what was proven, `bulk` takes points of one shape all at
once, `points` turns texts into columns, and `gpx` and `tcx` say what the elements mean.
"""
