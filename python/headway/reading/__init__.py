"""People's files and frames, on their way to a study."""
