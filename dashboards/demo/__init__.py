"""The demo: an invented board and job site on loopback, and all that OfferWatch does with them."""
