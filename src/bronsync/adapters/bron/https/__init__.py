"""The line to BRON: certificate, TLS, proxy, limits, and what went wrong on it."""
