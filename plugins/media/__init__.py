"""What is seen and heard: pictures and recordings checked, sized, and put under names that carry their hash."""
