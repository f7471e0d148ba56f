"""A seat: what it may do, is shown, is told and believes."""
