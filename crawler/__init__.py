"""The ground: vocabulary, home, settings, clock and manners."""
