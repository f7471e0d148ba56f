"""What the model's results are held against, and the page that says how it came out."""
