"""CoProd Desktop: plan international film co-productions, offline."""

__version__ = "0.1.0"
