"""What every bundle of Allot's has: the experiment, its shapes, how responses are graded and scored, what to check at the start."""
