"""Clock, log and intervals; the state and what seats know; conditions, causes, audiences."""
