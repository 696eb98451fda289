"""Facts of an offer: one fact or one group of facts a file, each with the words that state it."""
