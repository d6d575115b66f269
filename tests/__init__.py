"""The tests: a package of its own name, as some libraries bring one called `tests` along."""
