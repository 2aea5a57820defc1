"""What every bundle of Allot's has: the experiment, its shapes, grades and scores, what to check at the start."""
