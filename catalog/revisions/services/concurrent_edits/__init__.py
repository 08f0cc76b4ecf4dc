"""Two people edit one product at once: edits of different fields both stay, the same field asks."""
