"""What panes say: lines of text from what a seat may see and read, and from nothing else."""
