"""The offline bundle: add-in, templates, our packages, pinned wheels and a Python given by path, in one folder."""
