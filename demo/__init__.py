"""The demo data: a believable catalog of car parts, the same for the same seed on every machine.

`sources` reads the files under `data/`; `definitions` and `vehicles` load what they hold;
`parts` and `designs` make up parts, `platforms` the vehicles they fit, `stream` the products row by
row, and `loading` copies them into the database.
"""
