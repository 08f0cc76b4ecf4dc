"""What comes in: profiles, staged rows, their check, and how they are applied."""
