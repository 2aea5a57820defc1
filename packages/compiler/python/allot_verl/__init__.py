"""What Allot adds to verl: tiers in the agent loop, rewards and advantages as shapes, a trainer mode that sees tiers."""
