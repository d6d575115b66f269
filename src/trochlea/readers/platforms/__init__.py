"""What platforms write for themselves: tables of lines and JSON, read into activities.

`table` and `json_text` read the bytes, whatever they are; `numbers`, `dates` and `sports` read
what stands in them; each other module knows one platform.
"""
