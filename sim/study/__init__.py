"""Many plays: arms and replicates, paired by draw address, with intervals on every number."""
