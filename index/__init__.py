"""Posts at rest."""
