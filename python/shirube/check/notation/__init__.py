"""How things are written in cells: what the rules recognise and the repairs rewrite, each in one place."""
