"""Power Query queries inside workbooks: putting them in, listing them, checking what became of them."""

from .embed import embed
from .mashup import Stored
from .read import Held, Trouble, queries_of, queries_of_bytes

__all__ = ["Held", "Stored", "Trouble", "embed", "queries_of", "queries_of_bytes"]
