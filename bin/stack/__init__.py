"""The services Solidus stands on and the programs that start and stop them.

Only the standard library: these modules run before there is a virtual environment.
"""
