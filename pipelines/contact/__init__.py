"""Ways to reach an author, one kind a file, however they are disguised."""
