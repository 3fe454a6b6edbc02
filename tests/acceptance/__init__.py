"""What the issues ask to see, from outside."""
