"""What happens, in which order: from the files people send to a published warehouse."""
