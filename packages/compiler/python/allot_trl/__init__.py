"""What Allot adds to TRL: tiers in sampling, rewards and advantages as shapes, its averages and learning rates."""
