"""Makes the trained parts from the labelled posts of corpus/: `python -m pipelines.training`."""
