"""The pages: what is drawn where, nothing else."""
