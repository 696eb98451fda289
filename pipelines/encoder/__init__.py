"""A small multilingual transformer, read with numpy: a text in, the state of each piece of it out."""
