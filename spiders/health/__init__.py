"""How each source fares: what its runs were to bring, the state they put it in, when it is silent."""
