"""What Allot adds to TRL: tiers in sampling, rewards and advantages as shapes, and its ways of averaging and of warming up."""
