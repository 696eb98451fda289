"""Pure helpers over a fetched page: the document, dates, addresses, blocks."""
