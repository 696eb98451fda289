"""Export formats, one a file: `render(records, columns)` yields the bytes. The folder is the registry.

`records` are flat dictionaries with the keys of `columns`, which says of each what it holds:
`text`, `number`, `integer`, `flag`, `list` (of texts) or `json` (anything JSON can say).
"""
