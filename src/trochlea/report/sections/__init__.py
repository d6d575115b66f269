"""One module for each part of the story: material in, a `Section` out."""
