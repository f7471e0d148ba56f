"""What a host and those who join it say to each other: frames of text, without any socket."""
