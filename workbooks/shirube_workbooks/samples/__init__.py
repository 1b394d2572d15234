"""Sample workbooks: published official figures, set out anew the way such tables are published.

Every figure is read from the publisher's workbook by cell address when the samples are built, and
``sources.csv`` says for each which cell it came from.
"""
