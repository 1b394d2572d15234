"""みほん市: fictional data with known truth, for demonstrations, lessons and tests.

Nothing here describes a real municipality or person. Every generator is seeded, so the files come out the same each
time; the effects put into the data are constants of the modules and are written on the 説明 sheet of each workbook.
"""
