"""How the mapping, a post and a query look in each engine's own terms."""
