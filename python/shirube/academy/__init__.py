"""Homework workbooks of a course: are their rows linked, and many teams put together. Opens no file."""
